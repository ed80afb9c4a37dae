"""The door of exports: offer one, ask, decide, take."""

from .actions import ask_export, count_now, decide_export, reveal_password, withdraw_export
from .archive import Archive
from .errors import Refused
from .marking import Mark
from .models import ExportRequest, State
from .offers import Export, Options, Outline, Tell, Written, export_named, exports, offered_to
from .queries import (
    Row,
    Trace,
    by_month,
    figures,
    overdue,
    requests_of,
    requests_seen,
    trace,
)
from .rights import APPROVE, SEE_ALL
from .rules import Wish
from .taking import report_erased, take

__all__ = [
    "APPROVE",
    "SEE_ALL",
    "Archive",
    "Export",
    "ExportRequest",
    "Mark",
    "Options",
    "Outline",
    "Refused",
    "Row",
    "State",
    "Tell",
    "Trace",
    "Wish",
    "Written",
    "ask_export",
    "by_month",
    "count_now",
    "decide_export",
    "export_named",
    "exports",
    "figures",
    "offered_to",
    "overdue",
    "report_erased",
    "requests_of",
    "requests_seen",
    "reveal_password",
    "take",
    "trace",
    "withdraw_export",
]
