"""The keys of a town that moves: a file of their own, beside the town's, to be carried another way."""

import json
import re
from pathlib import Path

from django.db import connection

from madoguchi.foundation.towns.secrets import make_once

from .errors import KeyLostError
from .sealing import folder_of, keyring, mark

FORMAT = "madoguchi-keys-1"
NAMES = re.compile(r"(seal-\d{4,}|fingerprint)\.key")


def pack(schema: str) -> str | None:
    """The keys of a town as text; None where it has none yet. It opens everything of the town: keep it apart."""
    folder = folder_of(schema)
    keys = {path.name: path.read_text() for path in sorted(folder.glob("*.key"))} if folder.is_dir() else {}
    return json.dumps({"format": FORMAT, "schema": schema, "keys": keys}, indent=1) if keys else None


def unpack(schema: str, text: str) -> None:
    """Lays the keys of a town into its folder. Raises KeyLostError for another town's, for what is no such text, and
    where other keys lie there already.
    """
    try:
        content = json.loads(text)
        keys = dict(content["keys"])
        fits = content["format"] == FORMAT and content["schema"] == schema and all(map(NAMES.fullmatch, keys))
    except (ValueError, KeyError, TypeError):
        fits = False
    if not fits:
        raise KeyLostError("鍵のファイルが、この団体のものではありません。")
    folder = folder_of(schema)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, secret in keys.items():
        lay(folder / name, str(secret))


def lay(path: Path, secret: str) -> None:
    """One key. Raises KeyLostError where another lies there."""
    make_once(path, secret)
    if path.read_text() != secret:
        raise KeyLostError(f"{path} に別の鍵が残っています。別の場所に移してから、もう一度行ってください。")


def check() -> None:
    """Raises KeyLostError where the present town's rows were written with keys that are not here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('vault_keymark')")
        has_marks = cursor.fetchone()[0] is not None
    if has_marks and mark() is not None:
        keyring()
