"""Sealed files: written whole or not at all, of any size, and readable only as they were written.

``MDGV | key id (8)``, then pieces of a megabyte, each ``length (4) | envelope``. A piece is bound to the file's owner,
its place, and whether it is the last: none can be left out, doubled, moved or cut off.
"""

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import IO

from madoguchi.foundation.towns.secrets import sync_folder

from . import envelope
from .errors import NotAuthenticError
from .keys import ID_BYTES, Key
from .sealing import keyring

MAGIC = b"MDGV"
PIECE = 1 << 20
LENGTH_BYTES = 4
CUT = "封をしたファイルが途中で切れているか、並べ替えられています。"


def seal_file(source: IO[bytes], path: Path, *, purpose: str, bound_to: str) -> None:
    """Seals what ``source`` holds into a file that bears its name only when it is whole and on the disk."""
    pieces = iter(lambda: source.read(PIECE), b"")
    write_whole(path, sealed(keyring().current, pieces, purpose, bound_to))


def seal_bytes(text: bytes, path: Path, *, purpose: str, bound_to: str) -> None:
    """As ``seal_file``, for what is in memory."""
    pieces = (text[at : at + PIECE] for at in range(0, len(text), PIECE))
    write_whole(path, sealed(keyring().current, pieces, purpose, bound_to))


def sealed(key: Key, pieces: Iterator[bytes], purpose: str, bound_to: str) -> Iterator[bytes]:
    """The bytes of a sealed file."""
    yield MAGIC + key.id
    following = next(pieces, b"")
    for place in count():
        piece, following = following, next(pieces, b"")
        sealed_piece = envelope.close(key, piece, purpose=purpose, bound_to=owner(bound_to, place, not following))
        yield len(sealed_piece).to_bytes(LENGTH_BYTES) + sealed_piece
        if not following:
            return


def pieces_of(file: IO[bytes], *, purpose: str, bound_to: str) -> Iterator[bytes]:
    """The text of a sealed file, piece by piece; the end is authentic only when it has been reached.

    Raises NotAuthenticError, KeyLostError.
    """
    key_id = key_of(file)
    if not key_id:
        raise NotAuthenticError("封をしたファイルではありません。")
    key, place = keyring().key(key_id), 0
    here = next_envelope(file)
    while here:
        following = next_envelope(file)
        yield envelope.open_with(key, here, purpose=purpose, bound_to=owner(bound_to, place, not following))
        here, place = following, place + 1
    if place == 0:
        raise NotAuthenticError(CUT)


def read_sealed(path: Path, *, purpose: str, bound_to: str) -> bytes:
    """The text of a sealed file at once. Raises FileNotFoundError, NotAuthenticError, KeyLostError."""
    with path.open("rb") as file:
        return b"".join(pieces_of(file, purpose=purpose, bound_to=bound_to))


@contextmanager
def unsealed(path: Path, *, purpose: str, bound_to: str) -> Iterator[Path]:
    """The text of a sealed file as a private file that is gone afterwards: for what must read it more than once."""
    with tempfile.NamedTemporaryFile() as plain:
        with path.open("rb") as file:
            for piece in pieces_of(file, purpose=purpose, bound_to=bound_to):
                plain.write(piece)
        plain.flush()
        yield Path(plain.name)


def key_of(file: IO[bytes]) -> bytes:
    """Which key sealed a file, read from its beginning; nothing for a file that is not sealed."""
    head = file.read(len(MAGIC) + ID_BYTES)
    if len(head) == len(MAGIC) + ID_BYTES and head.startswith(MAGIC):
        return head[len(MAGIC) :]
    file.seek(0)
    return b""


def next_envelope(file: IO[bytes]) -> bytes:
    """The next envelope of a file; nothing at its end. Raises NotAuthenticError where the file ends within one."""
    length = file.read(LENGTH_BYTES)
    if not length:
        return b""
    found = file.read(int.from_bytes(length)) if len(length) == LENGTH_BYTES else b""
    if len(found) != int.from_bytes(length) or len(found) < envelope.SHORTEST:
        raise NotAuthenticError(CUT)
    return found


def owner(bound_to: str, place: int, is_last: bool) -> str:
    """What a piece is bound to."""
    return f"{bound_to}#{place}{'.' if is_last else ''}"


def write_whole(path: Path, pieces: Iterable[bytes]) -> None:
    """Writes a private file under its name in one moment, as ``whole`` does."""
    with whole(path) as file:
        for piece in pieces:
            file.write(piece)


@contextmanager
def whole(path: Path) -> Iterator[IO[bytes]]:
    """A private file that bears its name only when the block has ended well and it is on the disk: a crash leaves the
    old one, the new one, or none.

    Several processes may write the same file at once: one of them wins, whole.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
    finally:
        Path(draft).unlink(missing_ok=True)
    sync_folder(path.parent)
