"""The table of relations (続柄) that a household gets when its head changes or people part: proposed, then edited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from madoguchi.engines.people.api import HEAD, Member, Proposed, restate
from madoguchi.foundation.codes import UnknownRelationshipError, relationship_codes, relationship_label

HEAD_LABEL = relationship_label(HEAD)
SPOUSES = {"11", "12", "13", "14"}
COMMON = tuple(
    word
    for line in (
        "夫 妻 子 子の子 父 母 兄 弟 姉 妹 子の妻 子の夫",
        "妻の父 妻の母 夫の父 夫の母 夫（未届） 妻（未届） 妻の子 夫の子 縁故者 同居人",
    )
    for word in line.split()
)


@dataclass(frozen=True)
class Row:
    """One person of the table. ``sure`` is False where the clerk must ask."""

    member: Member
    field: str
    label: str
    sure: bool
    is_head: bool


@dataclass(frozen=True)
class Table:
    """Relations of one household to be. ``head`` is None where it joins a household that has its head already."""

    key: str
    title: str
    head: int | None
    rows: tuple[Row, ...]

    @property
    def asks(self) -> bool:
        """Whether the clerk must look: another head than before, or a household that is joined."""
        return self.head is None or not any(row.is_head and row.member.is_head for row in self.rows)

    @property
    def head_field(self) -> str:
        """Name of the control that chooses the head."""
        return f"{self.key}_head"

    @property
    def for_field(self) -> str:
        """Name of the hidden control that says for which head the relations are written."""
        return f"{self.key}_for"

    @property
    def posted(self) -> dict[str, str]:
        """What the table's controls send."""
        heads = {} if self.head is None else {self.head_field: str(self.head)}
        labels = {row.field: row.label for row in self.rows if not row.is_head}
        return {**heads, self.for_field: str(self.head or "-"), **labels}

    def codes(self) -> dict[int, tuple[str, ...]]:
        """Person id → relation codes. Raises UnknownRelationshipError for a word that is no relation."""
        return {row.member.person_id: codes_of(row) for row in self.rows}


def codes_of(row: Row) -> tuple[str, ...]:
    """The codes of one row. Raises UnknownRelationshipError."""
    if not row.label.strip():
        raise UnknownRelationshipError(f"{row.member.name}さんの続柄を入れてください。")
    codes = HEAD if row.is_head else relationship_codes(row.label)
    if codes == HEAD and not row.is_head:
        raise UnknownRelationshipError(f"世帯主は1人です。{row.member.name}さんの続柄を入れてください。")
    return codes


def table(key: str, title: str, members: Sequence[Member], data: Mapping[str, str], *, joins: bool = False) -> Table:
    """The table for these members: as posted where written for the head now chosen, else as the rules propose."""
    head = None if joins else chosen_head(key, members, data)
    proposals = {} if head is None else proposed(members, head)
    written = data.get(f"{key}_for") == str(head or "-")
    return Table(
        key, title, head, tuple(row(key, member, head, proposals, data if written else {}) for member in members)
    )


def row(
    key: str, member: Member, head: int | None, proposals: Mapping[int, Proposed], written: Mapping[str, str]
) -> Row:
    """One person's row."""
    field = f"{key}_{member.person_id}"
    proposal = proposals.get(member.person_id)
    label = relationship_label(proposal.relation) if proposal else ""
    is_head = member.person_id == head
    return Row(
        member,
        field,
        HEAD_LABEL if is_head else written.get(field, label),
        proposal.sure if proposal else True,
        is_head,
    )


def chosen_head(key: str, members: Sequence[Member], data: Mapping[str, str]) -> int:
    """The head that was chosen, where it is one of the members; else the most likely one."""
    chosen = data.get(f"{key}_head", "")
    ids = {str(member.person_id): member.person_id for member in members}
    return ids.get(chosen) or likely_head(members).person_id


def likely_head(members: Sequence[Member]) -> Member:
    """The head who stays; else the husband or wife of the head; else the eldest."""
    return min(members, key=lambda m: (not m.is_head, m.relation[0] not in SPOUSES or len(m.relation) > 1, age_key(m)))


def age_key(member: Member) -> str:
    """Earlier births first; an unknown birth date last."""
    return member.birth_on.isoformat() if member.birth_on else "9999"


def proposed(members: Sequence[Member], head: int) -> dict[int, Proposed]:
    """Relations to the head: as they stand where the head stays, else as the record's rules restate them."""
    if any(member.person_id == head and member.is_head for member in members):
        return {member.person_id: Proposed(member.relation) for member in members}
    return restate(members, head)
