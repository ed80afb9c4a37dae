"""Compiles translation catalogues (``.po`` → ``.mo``) without gettext's tools, which a fresh machine does not have."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).resolve().parents[2]


def compile_catalogues(root: Path = PACKAGE) -> list[Path]:
    """Compiles every catalogue under ``root`` that is newer than its compiled form; returns those written.

    Entries marked fuzzy are left out, so that a doubtful translation is never shown.
    """
    stale = [path for path in sorted(root.rglob("locale/*/LC_MESSAGES/*.po")) if is_stale(path)]
    return [compile_one(path) for path in stale]


def is_stale(path: Path) -> bool:
    """True where the compiled catalogue is missing or older than its source."""
    compiled = path.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < path.stat().st_mtime


def compile_one(path: Path) -> Path:
    """Writes the compiled catalogue beside its source, whole or not at all."""
    with path.open("rb") as source:
        catalogue = read_po(source, locale=path.parts[-3])
    compiled, part = path.with_suffix(".mo"), path.with_suffix(".mo.part")
    with part.open("wb") as target:
        write_mo(target, catalogue)
    return part.replace(compiled)
