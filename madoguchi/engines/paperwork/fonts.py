"""Which typefaces this machine can print with, and which characters and variation sequences each of them holds.

The two Noto families come with the front-end packages; IPAmj明朝 (文字情報基盤, about 52,600 kanji) is used when
it is installed. No other font of the machine is ever used, so that the same data gives the same paper everywhere.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import typst
from fontTools.ttLib import TTFont

SERIF = "Noto Serif JP"
SANS = "Noto Sans JP"
IPAMJ = "IPAmjMincho"

_WEIGHTS = ("400Regular", "700Bold")
_PACKAGES = {SERIF: "noto-serif-jp", SANS: "noto-sans-jp"}
_SYSTEM_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/Library/Fonts",
    "~/Library/Fonts",
)


class FontsNotFoundError(RuntimeError):
    """The typefaces of the front-end packages are not installed, so no paper can be printed."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What one family can draw: code points, and (base, variation selector) pairs of its cmap format 14."""

    family: str
    codepoints: frozenset[int]
    sequences: frozenset[tuple[int, int]]

    def draws(self, base: int, selector: int | None) -> bool:
        """Whether the exact form is there: the sequence if a selector is given, else the plain character."""
        return base in self.codepoints if selector is None else (base, selector) in self.sequences


def node_modules() -> Path:
    """Folder of the front-end packages: ``MADOGUCHI_NODE_MODULES``, else beside the package.

    Raises FontsNotFoundError with the command that installs them.
    """
    named = os.environ.get("MADOGUCHI_NODE_MODULES")
    folder = Path(named) if named else Path(__file__).resolve().parents[3] / "node_modules"
    if not (folder / "@expo-google-fonts").is_dir():
        raise FontsNotFoundError(f"書体が見つかりません: {folder}/@expo-google-fonts（`npm ci` で入ります）")
    return folder


def files() -> dict[str, tuple[Path, ...]]:
    """Font files by family, in the order in which a character is looked for: IPAmj明朝 first where installed."""
    noto = {family: _noto(package) for family, package in _PACKAGES.items()}
    ipamj = next(_installed_ipamj(), None)
    return {IPAMJ: (ipamj,), **noto} if ipamj else noto


def families() -> dict[str, list[str]]:
    """Families for text in mincho (``serif``) and in gothic (``sans``), in the order in which they are tried."""
    rare = [IPAMJ] if IPAMJ in files() else []
    return {"serif": [*rare, SERIF], "sans": [SANS, *rare, SERIF]}


@cache
def book() -> typst.Fonts:
    """The typesetter's font book, opened once; it can be shared by threads."""
    folders = sorted({path.parent for paths in files().values() for path in paths})
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


@cache
def coverages() -> tuple[Coverage, ...]:
    """Coverage of each family, in order of preference; read once (about 0.1 s a file)."""
    return tuple(_coverage(family, paths[0]) for family, paths in files().items())


def forget() -> None:
    """Look at the machine's typefaces afresh, as after one was installed."""
    book.cache_clear()
    coverages.cache_clear()


def _noto(package: str) -> tuple[Path, ...]:
    folder = node_modules() / "@expo-google-fonts" / package
    return tuple(path for weight in _WEIGHTS for path in sorted((folder / weight).glob("*.ttf")))


def _installed_ipamj() -> Iterator[Path]:
    """IPAmj明朝 in ``MADOGUCHI_FONTS`` if that is set (empty: none), else in the usual font folders."""
    named = os.environ.get("MADOGUCHI_FONTS")
    folders = _SYSTEM_FOLDERS if named is None else tuple(filter(None, named.split(os.pathsep)))
    for folder in folders:
        yield from sorted(Path(folder).expanduser().rglob("ipamjm*.ttf"))


def _coverage(family: str, path: Path) -> Coverage:
    with TTFont(path, lazy=True) as font:
        cmap = font["cmap"]
        sequences = {
            (base, selector)
            for table in cmap.tables
            if table.format == 14
            for selector, pairs in table.uvsDict.items()
            for base, _ in pairs
        }
        return Coverage(family, frozenset(cmap.getBestCmap()), frozenset(sequences))
