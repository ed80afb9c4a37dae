"""Tables of the approvals."""

from .acts import DECIDING, Act, Decision, Viewing
from .drafts import DECIDED, EDITABLE, Attachment, Draft, Reader, State
from .routes import Mode, Signatory, Standing, Step

__all__ = [
    "DECIDED",
    "DECIDING",
    "EDITABLE",
    "Act",
    "Attachment",
    "Decision",
    "Draft",
    "Mode",
    "Reader",
    "Signatory",
    "Standing",
    "State",
    "Step",
    "Viewing",
]
