"""How relations read when another person becomes the head: a proposal that the clerk confirms.

Codes are those of ``foundation.codes``: 02 世帯主, 11 夫, 12 妻, 20 子, 51 父, 52 母, 71 兄, 74 弟, 81 姉, 84 妹,
96 縁故者, 99 同居人; stacked codes read from the left: 20,12 is 子の妻.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..snapshots import HEAD, Member

SPOUSE = {"11", "12", "13", "14"}
UNRELATED = {"98", "99"}
KIN = ("96",)


@dataclass(frozen=True)
class Proposed:
    """A relation to the new head; ``sure`` is False where a person must look."""

    relation: tuple[str, ...]
    sure: bool = True


def restate(members: Sequence[Member], new_head: int) -> dict[int, Proposed]:
    """Person id → proposed relation to the new head, for the members who remain (the old head may be among them)."""
    head = next(member for member in members if member.person_id == new_head)
    return {
        member.person_id: Proposed(HEAD) if member.person_id == new_head else relation_to(head, member)
        for member in members
    }


def relation_to(head: Member, member: Member) -> Proposed:
    """The relation of a member to the new head, both known by their relations to the old head."""
    to_head, own = head.relation, member.relation
    if own[0] in UNRELATED or to_head[0] in UNRELATED:
        return Proposed(("99",), sure=own == HEAD)
    if own == HEAD:
        return to_old_head(head, member)
    if len(to_head) == 1 and to_head[0] in SPOUSE:
        return to_spouse(head, member)
    if to_head == ("20",):
        return to_child(head, member)
    if len(to_head) == 1 and to_head[0] in {"51", "52"}:
        return to_parent(own)
    return Proposed(KIN, sure=False)


def to_old_head(head: Member, old: Member) -> Proposed:
    """The old head, seen from the new one."""
    by_relation = {"11": "12", "12": "11", "13": "14", "14": "13"}
    code = head.relation[0] if len(head.relation) == 1 else ""
    if code in by_relation:
        return Proposed((by_relation[code],))
    if code == "20":
        return Proposed((parent(old),))
    if code in {"51", "52"}:
        return Proposed(("20",))
    if code in {"71", "74", "81", "84"}:
        return Proposed((sibling(head, old),))
    return Proposed(KIN, sure=False)


def to_spouse(head: Member, member: Member) -> Proposed:
    """The new head is the old head's husband or wife: children stay children, parents become parents-in-law."""
    other = {"11": "12", "12": "11", "13": "14", "14": "13"}[head.relation[0]]
    if member.relation[0] == "20":
        return Proposed(member.relation)
    if member.relation[0] in {"51", "52", "71", "74", "81", "84"} and len(member.relation) < 4:
        return Proposed((other, *member.relation))
    if len(member.relation) > 1 and member.relation[0] in SPOUSE:
        return Proposed(member.relation[1:])
    return Proposed(KIN, sure=False)


def to_child(head: Member, member: Member) -> Proposed:
    """The new head is a child of the old head."""
    own = member.relation
    if len(own) == 1 and own[0] in SPOUSE:
        return Proposed((parent(member),), sure=False)  # a step-parent cannot be told from the record
    if own == ("20",):
        return Proposed((sibling(head, member),))
    if own[0] == "20" and len(own) == 2 and own[1] in SPOUSE | {"20"}:
        return Proposed((own[1],), sure=False)  # whose spouse or child it is cannot be told from the record
    if own in {("51",), ("52",)}:
        return Proposed(("51", *own), sure=False)  # taken for the father's side until a person says otherwise
    return Proposed(KIN, sure=False)


def to_parent(own: tuple[str, ...]) -> Proposed:
    """The new head is a parent of the old head."""
    if len(own) == 1 and own[0] in SPOUSE:
        return Proposed(("20", *own))
    if own[0] == "20" and len(own) < 4:
        return Proposed(("20", *own))
    if own in {("51",), ("52",)}:
        return Proposed(("11" if own == ("51",) else "12",), sure=False)
    if own[0] in {"71", "74", "81", "84"} and len(own) == 1:
        return Proposed(("20",), sure=False)
    return Proposed(KIN, sure=False)


def parent(person: Member) -> str:
    """父 or 母 by sex."""
    return "51" if person.sex == "1" else "52"


def sibling(of: Member, other: Member) -> str:
    """兄・弟・姉・妹 of ``of`` by sex and age."""
    older = other.birth_on is not None and of.birth_on is not None and other.birth_on < of.birth_on
    if other.sex == "1":
        return "71" if older else "74"
    return "81" if older else "84"
