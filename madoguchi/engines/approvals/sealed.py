"""What the vault seals of the approvals, for its rotation."""

from pathlib import Path

from madoguchi.foundation.vault.folders import FolderStore

from .store import FOLDER, PURPOSE, owner


def owner_of(path: Path) -> str:
    """An attachment is named by its hash."""
    return owner(path.name)


STORES = (FolderStore(name="起案の添付ファイル", folder=FOLDER, purpose=PURPOSE, owner=owner_of),)
