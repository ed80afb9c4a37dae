"""A folder of sealed files among a town's files, for rotation."""

import io
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.core.files.storage import default_storage

from .files import key_of, pieces_of, seal_bytes


@dataclass(frozen=True, kw_only=True)
class FolderStore:
    """Files below a folder of the town's files; those that are not sealed yet are sealed by rotation and by the daily
    job.

    Attributes:
        owner: from a file's path to what it is bound to, e.g. ``paper:<hash>``.
    """

    name: str
    folder: str
    purpose: str
    owner: Callable[[Path], str]

    def counts(self) -> dict[bytes, int]:
        """Reads the first bytes of each file."""
        return dict(Counter(self.key(path) for path in self.files()))

    def reseal(self, key_id: bytes) -> Iterator[int]:
        """File by file."""
        for path in self.files():
            if self.key(path) != key_id:
                yield self.again(path)

    def files(self) -> Iterator[Path]:
        """Every file, without drafts."""
        paths = Path(default_storage.path(self.folder)).rglob("*")
        return iter(sorted(path for path in paths if path.is_file() and not path.name.startswith(".")))

    def key(self, path: Path) -> bytes:
        """Which key sealed a file."""
        with path.open("rb") as file:
            return key_of(file)

    def again(self, path: Path) -> int:
        """Seals one file with the current key; 0 for one that was deleted meanwhile."""
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return 0
        bound_to = self.owner(path)
        is_sealed = key_of(io.BytesIO(content))
        pieces = pieces_of(io.BytesIO(content), purpose=self.purpose, bound_to=bound_to) if is_sealed else [content]
        text = b"".join(pieces)
        seal_bytes(text, path, purpose=self.purpose, bound_to=bound_to)
        return 1
