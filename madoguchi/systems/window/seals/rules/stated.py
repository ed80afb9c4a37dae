"""What someone who shows a card says of its owner, against the record: name, address and birth."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from .names import Names, flat, words

KANJI_DIGITS = str.maketrans("〇一二三四五六七八九", "0123456789")
TENS = re.compile(r"([一二三四五六七八九]?)十([一二三四五六七八九]?)(?=丁目)")
BEFORE_CHOME = re.compile(r"[〇一二三四五六七八九]+(?=丁目)")
PARTS = re.compile(r"丁目|番地の?|番|号|の(?=\d)|[-‐‑‒–—―−ー]")


@dataclass(frozen=True, kw_only=True)
class Stated:
    """What was said."""

    name: str
    address: str
    birth_on: date | None


def agrees(stated: Stated, *, names: Names, birth_on: date | None, town: str, lot: str) -> bool:
    """Whether everything that was said is so. A name in any of its forms, an address with or without its building."""
    return (
        same_name(stated.name, names)
        and (birth_on is None or stated.birth_on == birth_on)
        and same_address(stated.address, town, lot)
    )


def same_name(stated: str, names: Names) -> bool:
    """Whether it is the name, or the 通称, of the record."""
    said = flat(stated)
    return bool(said) and said in {flat(each) for each in (names.name, names.alias) if each}


def same_address(stated: str, town: str, lot: str) -> bool:
    """Whether the address names the town and the lot of the record; what stands before and after them is free."""
    said, known = even(stated), even(town + lot)
    at = said.find(known)
    return bool(known) and at >= 0 and not said[at + len(known) : at + len(known) + 1].isdigit()


def even(address: str) -> str:
    """An address in one form: 大日二丁目9812番地の6 and 大日2-9812-6 are the same."""
    text = "".join(words(unicodedata.normalize("NFKC", address)))
    text = TENS.sub(tens, text)
    text = BEFORE_CHOME.sub(lambda match: match[0].translate(KANJI_DIGITS), text)
    return re.sub(r"-+", "-", PARTS.sub("-", text)).strip("-")


def tens(match: re.Match[str]) -> str:
    """十二 → 12."""
    return f"{match[1].translate(KANJI_DIGITS) or '1'}{match[2].translate(KANJI_DIGITS) or '0'}"
