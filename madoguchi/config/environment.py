"""Settings that an operator may give through the environment, read in one place."""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

ROOT = Path(__file__).resolve().parents[2]


def text(name: str, default: str = "") -> str:
    """The value of an environment variable, or the default where it is unset or empty."""
    return os.environ.get(name) or default


def flag(name: str, *, default: bool = False) -> bool:
    """True for 1, true, yes, on."""
    return text(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def data_folder() -> Path:
    """Where the database, files and secrets of this install live (``DATA``, default ``var/`` of the checkout)."""
    return Path(text("DATA", str(ROOT / "var"))).expanduser().resolve()


def keys_folder() -> Path:
    """Where the keys of the vault live (``KEYS``, default ``DATA/keys``): best on another disk than the database."""
    return Path(text("KEYS", str(data_folder() / "keys"))).expanduser().resolve()


def database(url: str) -> dict[str, object]:
    """Django's database settings for a ``postgresql://`` address.

    A socket folder is given as ``?host=/folder``, as libpq has it. Raises ValueError for another scheme.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError(f"DATABASE_URL must begin with postgresql://, not {parts.scheme}://")
    query = dict(parse_qsl(parts.query))
    host = query.pop("host", "") or parts.hostname or ""
    return {
        "ENGINE": "madoguchi.foundation.towns.backend",
        "NAME": unquote(parts.path.lstrip("/")) or "madoguchi",
        "USER": unquote(parts.username or query.pop("user", "postgres")),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or query.pop("port", "")),
        "OPTIONS": query,
    }
