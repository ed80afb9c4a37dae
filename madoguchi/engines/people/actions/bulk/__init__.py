"""Set-based writing of many persons at once, under the very constraints of single acts.

A ``Batch`` collects rows, ``write_batch`` sends them by COPY in one transaction. Who uses it answers for the sense of
the acts (the checks of ``actions`` are not made here); the database answers for periods, heads, keys and numbers.
"""

from .batch import Batch
from .loading import MIGRATE, Progress, Written, write_batch

__all__ = ["MIGRATE", "Batch", "Progress", "Written", "write_batch"]
