"""Pictures of invented seals, as a scanner or a phone would take them."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from madoguchi.systems.window.seals.imaging import draw_seal

FONT = (
    Path(__file__).resolve().parents[5]
    / "node_modules/@expo-google-fonts/noto-serif-jp/700Bold/NotoSerifJP_700Bold.ttf"
)
RED, BLACK = (0.82, 0.16, 0.14), (0.1, 0.1, 0.1)


def picture(
    text: str = "渡邉", mm: float = 16.5, *, pixels_per_mm: float = 300 / 25.4, shape: Any = "round", angle: float = 0,
    card: bool = False, slant: float = 0, shadow: bool = False, noise: float = 0.01, ink: Any = RED, seed: int = 1,
) -> Image.Image:  # fmt: skip
    """A sheet of 60 × 50 mm with an impression on it; with the frame of the scale card, if asked."""
    density = pixels_per_mm
    width, height = round(60 * density), round(50 * density)
    page = np.ones((height, width, 3), np.float32)
    if card:
        side, thick = round(30 * density), round(2 * density)
        top, left = (height - side) // 2, (width - side) // 2
        page[top - thick : top + side + thick, left - thick : left + side + thick] = 0.08
        page[top : top + side, left : left + side] = 1
    seal = draw_seal(text, width_mm=mm, pixels_per_mm=density, font=FONT, shape=shape)
    top, left = (height - seal.shape[0]) // 2 + 5, (width - seal.shape[1]) // 2 - 7
    layer = np.zeros((height, width), np.float32)
    layer[top : top + seal.shape[0], left : left + seal.shape[1]] = 1 - seal
    page = page * (1 - layer[..., None]) + np.array(ink) * layer[..., None]
    image = Image.fromarray((page * 255).astype(np.uint8))
    image = image.rotate(angle, Image.Resampling.BICUBIC, fillcolor="white")
    if slant:
        shift = slant * width
        corners = (0, 0, shift, height, width - shift / 2, height - shift, width, 0)
        image = image.transform(image.size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC)
    return taken(np.asarray(image, np.float32) / 255, shadow=shadow, noise=noise, seed=seed)


def taken(page: Any, *, shadow: bool, noise: float, seed: int) -> Image.Image:
    """The sheet as a camera sees it: with the shadow of a hand, warm light and noise."""
    if shadow:
        down, across = np.mgrid[0 : page.shape[0], 0 : page.shape[1]]
        dark = 0.95 - 0.45 * (across / page.shape[1]) * (down / page.shape[0])
        page = page * dark[..., None] * np.array([1, 0.97, 0.9])
    grain = np.random.default_rng(seed).normal(0, noise, page.shape)
    return Image.fromarray(((page + grain).clip(0, 1) * 255).astype(np.uint8))


def file_of(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    """The bytes of a file."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


@cache
def scan_file(text: str = "渡邉", mm: float = 16.5, seed: int = 1) -> bytes:
    """A scan at 300 dpi."""
    return file_of(picture(text, mm, seed=seed), dpi=(300, 300))


@cache
def photo_file(text: str = "渡邉", mm: float = 16.5) -> bytes:
    """A photo of the scale card, askew and in shade."""
    image = picture(text, mm, pixels_per_mm=18, card=True, angle=-6, slant=0.04, shadow=True, noise=0.015)
    return file_of(image, "JPEG", quality=88)
