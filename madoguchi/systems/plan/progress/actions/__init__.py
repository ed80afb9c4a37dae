"""Every change of a plan: one transaction, one audit entry."""

from .loading import Loaded, load
from .reporting import report
from .stating import close, publish

__all__ = ["Loaded", "close", "load", "publish", "report"]
