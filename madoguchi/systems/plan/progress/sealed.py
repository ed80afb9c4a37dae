"""What the vault seals of the plan, for its rotation."""

from pathlib import Path

from madoguchi.foundation.vault.folders import FolderStore

from .committee.store import FOLDER, PURPOSE, owner
from .figures.keeping import EVIDENCE


def owner_of(path: Path) -> str:
    """A paper is named by its hash."""
    return owner(path.name)


STORES = (FolderStore(name="委員会の会議資料", folder=FOLDER, purpose=PURPOSE, owner=owner_of), EVIDENCE.store())
