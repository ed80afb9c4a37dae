"""The scale card: a black square frame of 30 mm around the impression tells scale, turn and slant of a photo."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from .labels import Mask, Piece, pieces
from .reading import Pixels

INSIDE_MM = 30.0
"""The side of the white square inside the frame; ``paper/scale.typ`` prints it."""
FRAME_MM = 2.0
INSET_MM = 0.6
STRAIGHT = (0.93, 1.08)
THICK = (0.6, 1.6)
WORKING_SIDE = 700
FINEST = 40
Corners: TypeAlias = NDArray[np.float64]
"""Four points (x, y): top left, top right, bottom right, bottom left."""


@dataclass(frozen=True)
class Framed:
    """The inside of the frame, straightened, and its scale."""

    rgb: Pixels
    pixels_per_mm: float


def inside_card(rgb: Pixels) -> Framed | None:
    """What lies inside the frame of a scale card; None where there is no frame in the picture."""
    shrink = max(1.0, max(rgb.shape[:2]) / WORKING_SIDE)
    corners = find_window(resized(rgb, shrink))
    return None if corners is None else straightened(rgb, corners * shrink)


def resized(rgb: Pixels, shrink: float) -> Pixels:
    """The picture made smaller by a factor."""
    height, width = rgb.shape[:2]
    image = Image.fromarray((rgb * 255).astype(np.uint8))
    size = (round(width / shrink), round(height / shrink))
    return np.asarray(image.resize(size, Image.Resampling.BOX), dtype=np.float32) / 255


def find_window(rgb: Pixels) -> Corners | None:
    """The corners of the white square that a black ring encloses. The round or thin rim of a seal is no such ring."""
    dark = black(rgb)
    for ring in pieces(dark)[:12]:
        if min(ring.width, ring.height) < FINEST or not 0.6 < ring.width / ring.height < 1.7:
            continue
        window = hole(ring, dark.shape)
        if window is None:
            continue
        filled = filled_rows(window.mask(dark.shape))
        corners = corners_of(filled)
        if is_frame(ring, filled, corners):
            return corners
    return None


def is_frame(ring: Piece, filled: Mask, corners: Corners) -> bool:
    """Whether the sides are straight, and the ring as thick as that of the card is."""
    area = area_of(corners)
    side = math.sqrt(max(area, 1.0))
    thickness = ring.area / (4 * side)
    expected = FRAME_MM / INSIDE_MM * side
    straight = STRAIGHT[0] < float(filled.sum()) / max(area, 1.0) < STRAIGHT[1]
    return straight and THICK[0] < thickness / expected < THICK[1]


def area_of(corners: Corners) -> float:
    """The area of a four-sided figure."""
    across, down = corners.T
    return abs(float((across * np.roll(down, -1) - down * np.roll(across, -1)).sum())) / 2


def black(rgb: Pixels) -> Mask:
    """Where the picture is dark and has no colour: frame and print, not red ink."""
    top, low = rgb.max(axis=2), rgb.min(axis=2)
    paper = np.maximum(local_paper(top), 0.15)
    return (top < 0.55 * paper) & (top - low < 0.22)


def local_paper(brightness: Pixels) -> Pixels:
    """How bright the paper is around each pixel: the brightest nearby, smoothed."""
    height, width = brightness.shape
    cell = max(8, max(height, width) // 12)
    rows, columns = math.ceil(height / cell), math.ceil(width / cell)
    padded = np.pad(brightness, ((0, rows * cell - height), (0, columns * cell - width)), mode="edge")
    coarse = padded.reshape(rows, cell, columns, cell).transpose(0, 2, 1, 3).reshape(rows, columns, -1)
    bright = np.percentile(coarse, 90, axis=2).astype(np.float32)
    return np.asarray(Image.fromarray(bright).resize((width, height), Image.Resampling.BICUBIC), dtype=np.float32)


def hole(ring: Piece, shape: tuple[int, ...]) -> Piece | None:
    """The largest hole of a ring, where it is as large and as square as the frame's inside must be."""
    drawn = ring.mask(shape)[ring.top : ring.bottom, ring.left : ring.right]
    for piece in pieces(~drawn)[:4]:
        touches = piece.left == 0 or piece.top == 0 or piece.right == ring.width or piece.bottom == ring.height
        if touches:
            continue
        if piece.area < 0.5 * ring.width * ring.height:
            return None
        return moved(piece, ring.left, ring.top)
    return None


def moved(piece: Piece, across: int, down: int) -> Piece:
    """A piece at another place."""
    runs = tuple((row + down, first + across, last + across) for row, first, last in piece.runs)
    return Piece(piece.left + across, piece.top + down, piece.right + across, piece.bottom + down, piece.area, runs)


def corners_of(filled: Mask) -> Corners:
    """The corners where the four straight sides meet, finer than a pixel."""
    down, across = np.nonzero(filled)
    rough = [
        (across + down).argmin(), (across - down).argmax(), (across + down).argmax(), (across - down).argmin(),
    ]  # fmt: skip
    points = np.array([(across[each] + 0.5, down[each] + 0.5) for each in rough])
    lines = [side_line(filled, points[each], points[(each + 1) % 4]) for each in range(4)]
    try:
        return np.array([crossing(lines[each - 1], lines[each]) for each in range(4)])
    except np.linalg.LinAlgError:
        return points


def filled_rows(window: Mask) -> Mask:
    """The window with what is stamped in it filled up."""
    filled = np.zeros_like(window)
    for row in range(window.shape[0]):
        found = np.flatnonzero(window[row])
        if found.size:
            filled[row, found[0] : found[-1] + 1] = True
    return filled


def side_line(filled: Mask, start: NDArray[np.float64], end: NDArray[np.float64]) -> tuple[float, float, float]:
    """The line a·x + b·y = c along the edge of the window between two rough corners."""
    along = end - start
    length = float(np.hypot(*along))
    normal = np.array([-along[1], along[0]]) / length
    found = []
    for share in np.linspace(0.12, 0.88, 40):
        middle = start + share * along
        depth = edge_along(filled, middle, normal, reach=max(3.0, 0.05 * length))
        if depth is not None:
            found.append(middle + depth * normal)
    points = np.array(found) if len(found) > 1 else np.array([start, end])
    centre = np.median(points, axis=0) if len(points) < 3 else points.mean(axis=0)
    direction = np.linalg.svd(points - centre)[2][0]
    a, b = -direction[1], direction[0]
    return float(a), float(b), float(a * centre[0] + b * centre[1])


def edge_along(filled: Mask, middle: NDArray[np.float64], normal: NDArray[np.float64], reach: float) -> float | None:
    """How far along the normal (into the window) the window begins."""
    steps = np.arange(-reach, reach, 0.25)
    places = middle[None, :] + steps[:, None] * normal[None, :]
    across = np.clip(places[:, 0].astype(int), 0, filled.shape[1] - 1)
    down = np.clip(places[:, 1].astype(int), 0, filled.shape[0] - 1)
    inside = filled[down, across]
    if inside.all() or not inside.any():
        return None
    return float(steps[int(np.argmax(inside))])


def crossing(one: tuple[float, float, float], other: tuple[float, float, float]) -> tuple[float, float]:
    """Where two lines meet."""
    solved = np.linalg.solve(np.array([one[:2], other[:2]]), np.array([one[2], other[2]]))
    return float(solved[0]), float(solved[1])


def straightened(rgb: Pixels, corners: Corners) -> Framed:
    """The inside of the frame seen from straight above, without the frame's own edge."""
    sides = np.hypot(*(corners - np.roll(corners, -1, axis=0)).T)
    density = float(np.clip(sides.mean() / INSIDE_MM, 8, 48))
    side = round(INSIDE_MM * density)
    square = np.array([(0, 0), (side, 0), (side, side), (0, side)], dtype=np.float64)
    image = Image.fromarray((rgb * 255).astype(np.uint8))
    flat = image.transform(
        (side, side), Image.Transform.PERSPECTIVE, tuple(homography(square, corners)), Image.Resampling.BICUBIC
    )
    inset = round(INSET_MM * density)
    pixels = np.asarray(flat, dtype=np.float32)[inset : side - inset, inset : side - inset] / 255
    return Framed(pixels, density)


def homography(plain: Corners, seen: Corners) -> NDArray[np.float64]:
    """The eight figures by which Pillow finds, for a point of the plain square, the point that was seen."""
    rows, values = [], []
    for (x, y), (u, v) in zip(plain, seen, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return np.linalg.solve(np.array(rows, dtype=np.float64), np.array(values, dtype=np.float64))
