"""Serials and the codes by which a paper is checked. Pure, except that new codes are drawn at random."""

from __future__ import annotations

import re
import secrets
from datetime import date

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # pragma: allowlist secret - an alphabet
"""32 signs without I, L, O and U, which are misread."""
LENGTH, GROUP = 16, 4
MISREAD = str.maketrans("ILO", "110")
SHOWN = 4


def serial_of(day: date, number: int) -> str:
    """``2026-1125-0000347``: the day, and a number that only grows."""
    return f"{day:%Y-%m%d}-{number:07}"


def new_code() -> str:
    """A code of 80 random bits: nobody guesses one."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def grouped(code: str) -> str:
    """As it is printed: ``7K3Q-91XD-…``."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def typed_code(text: str) -> str:
    """The code that someone typed: any case, with or without hyphens; "" where it can be none."""
    code = re.sub(r"[\s\-‐－ー―]", "", text[:64].upper()).translate(MISREAD)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else ""


def tail(serial: str) -> str:
    """What of a serial is shown to those who check a paper: its last digits."""
    return serial[-SHOWN:]
