"""What a password may be. Length and guessability count; kinds of characters and age do not (NIST SP 800-63B)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import connection

from madoguchi.foundation.access.models import User

LONGEST = 128
ENOUGH = 8
FEWEST_KINDS = 5
HOUSE = (
    "madoguchi",
    "窓口",
    "password",
    "passwd",
    "パスワード",
    "admin",
    "shiyakusho",
    "yakusho",
    "city",
    "login",
    "welcome",
)
ROWS = (
    "1234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "abcdefghijklmnopqrstuvwxyz",
    "1qaz2wsx3edc4rfv5tgb6yhn",  # pragma: allowlist secret - keys side by side
)
SHORTEST_RUN = 4
LOOKALIKES = str.maketrans({"0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "l"})
YEARS = re.compile(r"(19|20)\d\d|(令和|平成|reiwa|heisei)\d{1,2}")


class GuessableValidator:
    """Refuses what an attacker tries first: town, person, house, rows of the keyboard, years, repetition."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises ValidationError with what to do."""
        if len(password) > LONGEST:
            raise ValidationError(f"{LONGEST}文字以内にしてください。", code="too_long")
        if len(set(plain(password))) < FEWEST_KINDS:
            raise ValidationError("同じ文字の繰り返しは推測されやすいので、使えません。", code="repeated")
        if len(remainder(password, [*HOUSE, *words_of_town(), *words_of(user)])) < ENOUGH:
            raise ValidationError(
                "団体名・氏名・職員番号・年号・キーの並びなど、推測されやすい言葉が大部分です。"
                f"それらを除いても{ENOUGH}文字以上あるものにしてください。",
                code="guessable",
            )

    def get_help_text(self) -> str:
        """One line for the form."""
        return "団体名・氏名・職員番号・キーの並びなど、推測されやすい言葉を並べたものは使えません。"


def plain(text: str) -> str:
    """Text as guessing programs fold it: width, case and spaces put aside."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def remainder(password: str, words: Iterable[str]) -> str:
    """The letters left of a password without years, runs of keys, and words (look-alikes folded or not)."""
    known = sorted({plain(word) for word in words if len(plain(word)) > 1}, key=len, reverse=True)
    bare = without(YEARS.sub("", plain(password)), runs())
    ways = (without(bare, known), without(bare.translate(LOOKALIKES), known))
    return min((letters(way) for way in ways), key=len)


def without(text: str, words: Iterable[str]) -> str:
    """The text with every word taken out."""
    for word in words:
        text = text.replace(word, "")
    return text


def letters(text: str) -> str:
    """The letters and figures of a text, each of those that stand three times and more in a row once."""
    return re.sub(r"(.)\1{2,}", r"\1", re.sub(r"[\W_]+", "", text))


def runs() -> list[str]:
    """Every run of keys that is worth taking out, the longest first."""
    ways = [row for each in ROWS for row in (each, each[::-1])]
    found = {
        row[start:end] for row in ways for start in range(len(row)) for end in range(start + SHORTEST_RUN, len(row) + 1)
    }
    return sorted(found, key=lambda run: (-len(run), run))


def words_of_town() -> list[str]:
    """Names of the town that the connection works in."""
    town = connection.tenant  # type: ignore[attr-defined]
    names = (getattr(town, "profile", None) or {}).get("names") or {}
    said = [
        getattr(town, "schema_name", ""),
        getattr(town, "name", ""),
        getattr(town, "prefecture", ""),
        *names.values(),
    ]
    parts = [part for name in said for part in str(name).split()]
    return [part for part in (*said, *parts, *(part.rstrip("市町村区") for part in parts)) if len(part) > 1]


def words_of(user: User | None) -> list[str]:
    """What is known of a person: name, parts of the name, user name, division, mail."""
    if user is None:
        return []
    division = user.as_actor().division if user.pk else ""
    said = [user.name, user.username, division, user.email.split("@")[0]]
    return [part for each in said for part in [each, *each.split()] if len(part) > 1]
