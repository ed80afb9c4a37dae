"""No secret is committed, no registry of packages is named, every package is pinned by its hash; the alarms work."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from .secret_scan import ROOT, committed, secrets_in

REGISTRIES = re.compile(
    r"https?://(?!(?:docs\.)?(?:localhost|127\.))[^\s\"')]*"
    r"(?:pypi|pythonhosted|npmjs|yarnpkg|registry|artifactory|nexus|/simple\b)[^\s\"')]*",
    re.IGNORECASE,
)
OPTIONS = re.compile(r"^\s*(?:--(?:extra-)?index-url|-i |--find-links|--trusted-host|registry\s*=)", re.MULTILINE)
PINNED = re.compile(r"^[A-Za-z0-9._-]+(?:\[[^\]]+\])?==\S+", re.MULTILINE)
# Put together here, so that the scan does not find this file.
PLANTED = {
    "a private key": "-----BEGIN " + "RSA PRIVATE KEY-----",
    "a cloud key": 'key = "AKIA' + 'IOSFODNN7EXAMPLR"',
    "a password in code": "DATABASE_PASS" + 'WORD = "k3Jw9-xQ2vv"',
    "a password in an address": "postgresql://mado" + ":k3Jw9xQ2vv@db.example/cities",
    "a token": 'token = "' + "ghp_" + "aB1" * 12 + '"',
}


@pytest.mark.slow
def test_no_secret_is_committed() -> None:
    assert secrets_in(committed(ROOT)) == []


@pytest.mark.parametrize("line", PLANTED.values(), ids=PLANTED)
def test_a_planted_secret_is_found_and_not_repeated(tmp_path: Path, line: str) -> None:
    file = tmp_path / "settings.py"
    file.write_text(f"# settings\n{line}\n")
    (found, *_) = secrets_in([file], tmp_path)
    assert found.startswith("settings.py:2 ")
    assert "k3Jw9" not in found


def test_the_check_fails_on_a_planted_hole(tmp_path: Path) -> None:
    """bandit, as ``make check`` calls it."""
    (tmp_path / "hole.py").write_text(
        "import hashlib, pickle\nx = pickle.loads(b'')\ny = hashlib.md5(b'').hexdigest()\n"
    )
    command = [sys.executable, "-m", "bandit", "-q", "-c", str(ROOT / "pyproject.toml"), "-r", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "B301" in done.stdout and "B324" in done.stdout


def test_make_check_runs_both() -> None:
    check = (ROOT / "Makefile").read_text().split("\ncheck:")[1].split("\n\n")[0]
    assert "bandit -q -c pyproject.toml" in check
    assert "tests.house.secret_scan" in check


def locks() -> list[Path]:
    return sorted(ROOT.glob("requirements*.txt"))


@pytest.mark.parametrize("path", locks(), ids=lambda path: path.name)
def test_every_package_is_pinned_by_its_hash(path: Path) -> None:
    entries = re.split(r"\n(?=[A-Za-z0-9])", path.read_text())
    packages = [entry for entry in entries if PINNED.match(entry)]
    assert packages
    assert [entry.split()[0] for entry in packages if "--hash=sha256:" not in entry] == []


def test_every_front_end_package_is_pinned_by_its_hash() -> None:
    lock = (ROOT / "package-lock.json").read_text()
    assert lock.count('"integrity": "sha512-') == lock.count('"version":') - 2


def registries_in(text: str) -> list[str]:
    """Addresses of package registries and options that name one."""
    return [*REGISTRIES.findall(text), *OPTIONS.findall(text)]


def test_no_registry_of_packages_is_named() -> None:
    """Where packages come from is the machine's affair: its pip and npm know."""
    named = {
        path.relative_to(ROOT).as_posix(): found
        for path in committed(ROOT) + locks() + [ROOT / "package-lock.json"]
        if path != Path(__file__) and (found := registries_in(path.read_text(encoding="utf-8", errors="ignore")))
    }
    assert named == {}


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https" + "://mirror.example/simple",
        "registry = x",
        '"resolved": "https' + '://registry.npmjs.org/x"',
    ],
)
def test_a_named_registry_is_found(line: str) -> None:
    assert registries_in(line)
