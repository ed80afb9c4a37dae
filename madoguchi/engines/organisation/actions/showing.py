"""What a load does, in lines for a person; kept with the load once it is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from madoguchi.foundation.access.actions.appointing_many import Placed
from madoguchi.foundation.access.actions.reorganising import Reorganised
from madoguchi.foundation.access.models import Appointment, Role
from madoguchi.foundation.access.restructuring import Step, Unit
from madoguchi.foundation.calendar import format_wareki
from madoguchi.foundation.registry import permission_names


@dataclass(frozen=True)
class Change:
    """One line: ``kind`` in words, then how it was and how it will be.

    ``rights`` are the names of rights that the member of staff did not hold before; ``user_id`` 0 for a division.
    """

    kind: str
    code: str
    name: str
    before: str
    after: str
    user_id: int = 0
    line: int = 0
    note: str = ""
    rights: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shown:
    """Everything that a load does: the ``changes``; of a reorganisation also the appointments that are ``carried`` on,
    those of them ``waiting`` for a second person, and the staff ``left`` without a division."""

    changes: tuple[Change, ...]
    carried: int = 0
    waiting: tuple[Change, ...] = ()
    left: tuple[Change, ...] = ()
    widens: bool = False

    def as_json(self) -> dict[str, Any]:
        """For the column of the load."""
        return asdict(self)


def shown_from(data: Mapping[str, Any]) -> Shown:
    """What was kept."""
    lists = {
        key: tuple(Change(**{**each, "rights": tuple(each["rights"])}) for each in data[key])
        for key in ("changes", "waiting", "left")
    }
    return Shown(**lists, carried=data["carried"], widens=data["widens"])


def of_divisions(done: Reorganised, units: Sequence[Unit]) -> Shown:
    """A reorganisation in lines."""
    names = {step.before.code: step.before.name for step in done.steps if step.before}
    names |= {unit.code: unit.name for unit in units}
    return Shown(
        changes=tuple(of_step(step, names) for step in done.steps),
        carried=len(done.carried),
        waiting=tuple(of_seat("読替えの承認待ち", seat) for seat in done.waiting),
        left=tuple(of_seat("部署の廃止", seat) for seat in done.left),
        widens=bool(done.waiting),
    )


def of_step(step: Step, names: Mapping[str, str]) -> Change:
    """One division in a line."""
    unit = step.after or step.before
    assert unit
    return Change(step.kind.value, unit.code, unit.name, place(step.before, names), place(step.after, names))


def place(unit: Unit | None, names: Mapping[str, str]) -> str:
    """A division with the one above it."""
    if unit is None:
        return ""
    return f"{names.get(unit.parent, unit.parent)}　{unit.name}" if unit.parent else unit.name


def of_seat(kind: str, seat: Appointment) -> Change:
    """An appointment in a line."""
    return Change(kind, seat.division.code, seat.user.name, words_of(seat), "", seat.user_id)


def words_of(seat: Appointment | None) -> str:
    """Division, post and kind of an appointment."""
    if seat is None:
        return ""
    return f"{seat.division.name}　{seat.post}" + ("" if seat.is_main else "（兼務）")


def of_transfers(placed: Sequence[Placed]) -> Shown:
    """Transfers in lines."""
    roles, rights = dict(Role.objects.values_list("code", "name")), permission_names()
    return Shown(
        changes=tuple(of_placed(each, roles, rights) for each in placed),
        widens=any(each.appointment.widens for each in placed),
    )


def of_placed(each: Placed, roles: Mapping[str, str], rights: Mapping[str, str]) -> Change:
    """One transfer in a line."""
    seat = each.appointment
    last = format_wareki(seat.last_day, "short") if seat.last_day else ""
    said = "、".join(roles[role] for role in seat.roles)
    return Change(
        kind="本務" if seat.is_main else "兼務",
        code=seat.user.username,
        name=seat.user.name,
        before=words_of(each.former) if seat.is_main else "",
        after="　".join(filter(None, [seat.division.name, seat.post, said])),
        user_id=seat.user_id,
        line=each.key,
        note=f"{format_wareki(seat.valid.lower, 'short')}〜{last}",
        rights=tuple(sorted(rights.get(right, right) for right in each.gained)),
    )
