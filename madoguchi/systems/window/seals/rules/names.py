"""Which words a seal may show: the name in the record, or a part of it as the model allows."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, product

from madoguchi.foundation.text import fold_name

MOST_PARTS = 6


class Basis(StrEnum):
    """What of the record a seal shows."""

    FULL = "full"
    FAMILY = "family"
    GIVEN = "given"
    FORMER = "former"
    ALIAS = "alias"
    KANA = "kana"
    COMBINED = "combined"


@dataclass(frozen=True, kw_only=True)
class Names:
    """The names of a person in the record. ``kana`` counts only for those whose name is written in Latin letters."""

    name: str
    family: str = ""
    given: str = ""
    former: str = ""
    alias: str = ""
    kana: str = ""

    def families(self) -> list[str]:
        """Each family name."""
        return [each for each in (self.family, self.former, *words(self.alias)[:1]) if each]

    def givens(self) -> list[str]:
        """Each given name."""
        return [each for each in (self.given, *words(self.alias)[1:]) if each]


def basis_of(text: str, names: Names, *, ignored: Sequence[str] = ()) -> Basis | None:
    """What the words of a seal are; None where the record has no such name.

    ``ignored``: characters that may follow the name (印 …). Variants of a kanji count as the same: eyes compare forms.
    """
    tries = [flat(text)]
    tries += [tries[0].removesuffix(flat(tail)) for tail in ignored if tries[0].endswith(flat(tail))]
    return next((found for each in tries if each and (found := plain_basis(each, names))), None)


def shows(text: str, names: Names, *, ignored: Sequence[str] = ()) -> bool:
    """Whether a registered seal still shows a name of the record."""
    return basis_of(text, names, ignored=ignored) is not None


def plain_basis(text: str, names: Names) -> Basis | None:
    """The basis of folded words."""
    for basis, whole in wholes(names):
        if text == flat(whole):
            return basis
    if any(text == each for each in joined(names)) or of_parts(text, names):
        return Basis.COMBINED
    return None


def wholes(names: Names) -> Iterator[tuple[Basis, str]]:
    """Names that may stand alone."""
    yield Basis.FULL, names.name
    yield Basis.FAMILY, names.family
    yield Basis.GIVEN, names.given
    yield Basis.FORMER, names.former
    yield Basis.ALIAS, names.alias
    yield from ((Basis.ALIAS, word) for word in words(names.alias))
    if is_latin(names.name):
        yield Basis.KANA, names.kana
        yield from ((Basis.KANA, word) for word in words(names.kana))


def joined(names: Names) -> Iterator[str]:
    """Names written one after another: a family name with a given name, and the parts of a Latin name."""
    yield from (flat(family + given) for family, given in product(names.families(), names.givens()))
    if is_latin(names.name):
        yield from latin_choices(words(names.name))
        yield from latin_choices(words(names.kana))


def latin_choices(parts: Sequence[str]) -> Iterator[str]:
    """Some of the parts in their order, each in full or as its initial."""
    for count in range(1, min(len(parts), MOST_PARTS) + 1):
        for chosen in combinations(parts, count):
            yield from (flat("".join(each)) for each in product(*((part, part[0]) for part in chosen)) if spelt(each))


def spelt(parts: Iterable[str]) -> bool:
    """Whether at least one part is written in full, or there are two initials or more."""
    given = list(parts)
    return len(given) > 1 or any(len(part) > 1 for part in given)


def of_parts(text: str, names: Names) -> bool:
    """Whether the words are a part of a family name followed by a part of a given name (佐藤 太郎 → 佐太)."""
    families, givens = ([flat(each) for each in found] for found in (names.families(), names.givens()))
    return any(
        any(text[:at] in family for family in families) and any(text[at:] in given for given in givens)
        for at in range(1, len(text))
    )


def words(name: str) -> list[str]:
    """The parts of a name between spaces."""
    return name.replace("\u3000", " ").split()


def flat(text: str) -> str:
    """The form in which names are compared: one width, no spaces, variants folded."""
    return fold_name("".join(words(unicodedata.normalize("NFKC", text)))).casefold()


def is_latin(name: str) -> bool:
    """Whether a name is written in Latin letters."""
    letters = [character for character in name if character.isalpha()]
    return bool(letters) and all(unicodedata.name(each, "").startswith("LATIN") for each in letters)
