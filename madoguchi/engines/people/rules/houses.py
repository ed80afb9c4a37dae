"""What must hold for every household."""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import Fault
from ..snapshots import HEAD, House


def head_fault(number: int, heads: int) -> Fault:
    """A household with members has exactly one head, whose relation is 02 (住民基本台帳法第7条第4号)."""
    name = f"世帯番号{number}の世帯" if number > 0 else "新しい世帯"
    if heads:
        return Fault(f"{name}に世帯主が{heads}人になります。世帯主を1人だけにしてください。", "head", "two_heads")
    return Fault(f"{name}に世帯主がいなくなります。新しい世帯主を選んでください。", "head", "no_head")


def restatement_faults(house: House, relations: Mapping[int, tuple[str, ...]]) -> list[Fault]:
    """Faults of a restatement of the relations of a household: everyone is named once, and one is the head."""
    people = {member.person_id for member in house.members}
    heads = [person for person, relation in relations.items() if relation == HEAD]
    faults = []
    if set(relations) - people:
        faults.append(Fault("この世帯にいない人の続柄が含まれています。", "relations", "stranger"))
    if people - set(relations):
        faults.append(
            Fault("続柄を決めていない人がいます。世帯全員の続柄を入れてください。", "relations", "relations_missing")
        )
    if len(heads) != 1:
        faults.append(Fault("世帯主を1人だけ選んでください。", "head", "head"))
    return faults
