"""Verifying the chains: is every entry there, unchanged and in its place?"""

from .report import Report
from .verify import verify

__all__ = ["Report", "verify"]
