"""What the vault seals of the papers, for its rotation."""

from pathlib import Path

from madoguchi.foundation.vault.folders import FolderStore

from .store import FOLDER, PURPOSE, owner


def owner_of(path: Path) -> str:
    """A paper is named by its hash."""
    return owner(path.stem)


STORES = (FolderStore(name="保管した紙", folder=FOLDER, purpose=PURPOSE, owner=owner_of),)
