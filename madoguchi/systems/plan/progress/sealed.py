"""What the vault seals of the plan, for its rotation."""

from .committee.keeping import PAPERS
from .figures.keeping import EVIDENCE

STORES = (PAPERS.store(), EVIDENCE.store())
