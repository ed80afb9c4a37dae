"""Every write of the registration of seals."""

from .applying import SealRequest, apply, approve, refuse, withdraw
from .cards import find_card, hand_over, lose_card, replace_card
from .certifying import Asked, begin_certificate
from .ending import abolish, cancel_ending, end_by_office, print_notice
from .inquiring import expire_due, record_answer, send_letter
from .registering import register
from .scanning import adjust_scan, drop_old_scans, read_scan

__all__ = [
    "Asked",
    "SealRequest",
    "abolish",
    "adjust_scan",
    "apply",
    "approve",
    "begin_certificate",
    "cancel_ending",
    "drop_old_scans",
    "end_by_office",
    "expire_due",
    "find_card",
    "hand_over",
    "lose_card",
    "print_notice",
    "read_scan",
    "record_answer",
    "refuse",
    "register",
    "replace_card",
    "send_letter",
    "withdraw",
]
