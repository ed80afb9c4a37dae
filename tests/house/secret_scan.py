"""Looks for secrets in everything that is committed: keys, tokens, passwords. ``make check`` runs it.

A line that only looks like one says so: ``# pragma: allowlist secret`` and why. Tests may hold passwords of their own.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from detect_secrets import SecretsCollection
from detect_secrets.settings import default_settings

ROOT = Path(__file__).resolve().parents[2]
NO_TEXT = {".png", ".svg", ".po", ".woff2", ".ttf"}
# Hashes of packages are no secrets.
LOCKS = {"package-lock.json", *(path.name for path in ROOT.glob("requirements*.txt"))}
OF_TESTS = {"tests", "testing", "bench"}
PASSWORDS = "Secret Keyword"


def committed(root: Path) -> list[Path]:
    """The files that git keeps, and those that it would take."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=root, capture_output=True, check=True).stdout.decode().split("\0")
    files = (root / name for name in listed if name)
    return [path for path in files if path.is_file() and path.suffix not in NO_TEXT and path.name not in LOCKS]


def secrets_in(files: Iterable[Path], root: Path = ROOT) -> list[str]:
    """What looks like a secret, as ``file:line kind``; never the secret itself."""
    found = SecretsCollection(root=str(root))
    with default_settings():
        found.scan_files(*(str(path.relative_to(root)) for path in files))
    return sorted(
        f"{name}:{secret.line_number} {secret.type}"
        for name, secret in found
        if not (secret.type == PASSWORDS and OF_TESTS & set(Path(name).parts))
    )


if __name__ == "__main__":
    lines = secrets_in(committed(ROOT))
    print("\n".join(lines) or "秘密は見つかりませんでした / no secrets found", file=sys.stderr if lines else sys.stdout)
    sys.exit(1 if lines else 0)
