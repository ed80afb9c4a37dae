"""What the vault seals of the plan, for its rotation."""

from .figures.keeping import EVIDENCE

STORES = (EVIDENCE.store(),)
