"""What the vault seals of the approvals, for its rotation."""

from .keeping import ATTACHMENTS

STORES = (ATTACHMENTS.store(),)
