"""What the vault seals of the register's imports, for its rotation."""

from pathlib import Path

from madoguchi.foundation.vault.folders import FolderStore

from .exchange.keeping import FOLDERS, PURPOSE, owner


def owner_of_file(path: Path) -> str:
    """An uploaded file is named by its run."""
    return owner("file", path.stem)


def owner_of_faults(path: Path) -> str:
    """So is a list of faults."""
    return owner("faults", path.stem)


STORES = (
    FolderStore(name="取込みのファイル", folder=FOLDERS["file"], purpose=PURPOSE, owner=owner_of_file),
    FolderStore(name="取込みの誤りの一覧", folder=FOLDERS["faults"], purpose=PURPOSE, owner=owner_of_faults),
)
