"""組織改正: the divisions of a town from a day on, all at once, with the appointments in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange  # type: ignore[import-untyped]
from django.db.models import ProtectedError, Q

from madoguchi.foundation.access import rules
from madoguchi.foundation.access.actor import Actor, require, rights_by_role
from madoguchi.foundation.access.errors import Refused
from madoguchi.foundation.access.models import Appointment, Change, Division
from madoguchi.foundation.access.restructuring import REPLACED, Kind, Step, Unit, steps
from madoguchi.foundation.access.rights import seat_of
from madoguchi.foundation.audit.actions import record

from .appointments import END_FIELDS, end_on
from .changing import MANAGE, adjustments, changing, overlaps_told, signed

CARRIED, ENDED = "組織改正による読替え", "組織改正による廃止"
OVERLAP = "同じコードの部署か、同じ上位の下に同じ名称の部署が、その期間にあります。"


@dataclass
class Reorganised:
    """What a reorganisation does.

    Attributes:
        carried: appointments that go on in the division that followed theirs.
        waiting: those of them that would widen rights, and so wait for a second person.
        left: appointments that end because their division ends; their staff have to be transferred.
    """

    day: date
    steps: list[Step]
    carried: list[Appointment] = field(default_factory=list)
    waiting: list[Appointment] = field(default_factory=list)
    left: list[Appointment] = field(default_factory=list)


def reorganise(actor: Actor, *, day: date, units: Sequence[Unit], reason: str) -> Reorganised:
    """Makes ``units`` the divisions of the town from a day on: rows end, others begin, appointments go on in the
    division that has the same code, and end with a division that ends.

    A division that begins on that very day is put right in place: a plan may be corrected. Raises Forbidden, Refused
    (nothing changes; something is planned for later; appointments wait for a decision; no reason; the last
    administrator would go), Astray.
    """
    require(actor, MANAGE)
    if not reason.strip():
        raise Refused("理由を入れてください。", "reason")
    with changing():
        standing = {row.code: row for row in Division.objects.on(day).select_for_update().order_by("pk")}
        check_nothing_later(day)
        done = Reorganised(day, steps([unit_of(row) for row in standing.values()], units))
        if not done.steps:
            raise Refused("いまの組織と同じです。変わる部署がありません。")
        seats = seats_beyond(done, standing)
        before = {seat.pk: seat_of(seat) for seat in seats}
        let_go(actor, done, [seat for seat in seats if seat.division.code in codes_of(done, {Kind.END})])
        write_divisions(done, standing)
        carry(actor, done, seats, before, reason=reason)
        record(actor, action="access.reorganise", subject=f"divisions:{day}", detail=detail_of(done))
    return done


def unit_of(row: Division) -> Unit:
    """A row for the comparison."""
    return Unit(row.code, row.name, row.path[-2] if len(row.path) > 1 else "", row.order)


def codes_of(done: Reorganised, kinds: frozenset[Kind] | set[Kind]) -> set[str]:
    """The codes of the divisions of which this becomes."""
    return {step.code for step in done.steps if step.kind in kinds}


def check_nothing_later(day: date) -> None:
    """Raises Refused where another change of divisions is planned for a later day."""
    later = Division.objects.filter(Q(valid__startswith__gt=day) | Q(valid__endswith__gt=day)).order_by("valid").first()
    if later:
        raise Refused(
            f"この日より後に、部署「{later.name}」の変更が予定されています。その日以後の改正として取り込んでください。",
            "day",
        )


def seats_beyond(done: Reorganised, standing: dict[str, Division]) -> list[Appointment]:
    """The appointments that reach beyond the day in divisions that end or are replaced. Raises Refused where one of
    them still waits for its decision."""
    touched = codes_of(done, {Kind.END, *REPLACED})
    beyond = Q(valid__endswith__gt=done.day) | Q(valid__upper_inf=True)
    states = (Change.State.APPROVED, Change.State.WAITING)
    rows = Appointment.objects.filter(beyond, division__in=[standing[code] for code in touched], state__in=states)
    found = list(rows.select_related("user", "division").order_by("division__order", "user__username", "pk"))
    open_ones = [seat for seat in found if seat.state == Change.State.WAITING]
    if open_ones:
        names = "、".join(f"{seat.user.name}（{seat.division.name}）" for seat in open_ones[:5])
        raise Refused(
            f"変わる部署に、承認待ちの発令が{len(open_ones)}件あります：{names}。先に承認か却下をしてください。"
        )
    return found


def let_go(actor: Actor, done: Reorganised, seats: Sequence[Appointment]) -> None:
    """Ends the appointments of divisions that end."""
    for seat in seats:
        end_on(seat, done.day, reason=ENDED, ender=str(actor))
    Appointment.objects.bulk_update(seats, END_FIELDS)
    done.left = list(seats)


def write_divisions(done: Reorganised, standing: dict[str, Division]) -> None:
    """Ends and begins the rows, parents first. ``standing`` then holds the rows of the day."""
    over = [standing[code] for code in codes_of(done, {Kind.END, *REPLACED})]
    fresh = {row.pk for row in over if row.valid.lower == done.day}
    for row in over:
        if row.pk not in fresh:
            row.valid = DateRange(row.valid.lower, done.day)
    with overlaps_told(OVERLAP):
        Division.objects.bulk_update(over, ["valid"])
        for step in done.steps:
            write_division(step, done.day, standing, fresh)


def write_division(step: Step, day: date, standing: dict[str, Division], fresh: set[int]) -> None:
    """The row of one step. Raises Refused where one that begins on the day cannot be taken away again."""
    row, unit = standing.get(step.code), step.after
    if unit is None:
        assert row
        take_away(row, fresh)
        standing.pop(step.code)
        return
    above = standing.get(unit.parent)
    path = [*(above.path if above else []), unit.code]
    if row is None or (step.kind in REPLACED and row.pk not in fresh):
        row = Division(code=unit.code, valid=DateRange(day, None))
    row.name, row.order, row.parent, row.path = unit.name, unit.order, above, path
    row.save()
    standing[unit.code] = row


def take_away(row: Division, fresh: set[int]) -> None:
    """Removes a division that was to begin on the day and shall not. Raises Refused where something rests on it."""
    if row.pk in fresh:
        try:
            row.delete()
        except ProtectedError as error:
            raise Refused(
                f"「{row.name}」には既に発令や定めがあるため、なくせません。先にそれらを終わらせてください。"
            ) from error


def carry(
    actor: Actor, done: Reorganised, seats: Sequence[Appointment], before: dict[int, rules.Seat], *, reason: str
) -> None:
    """Lets appointments go on in the division that followed theirs; where that may widen rights, a second person
    decides."""
    grants, by_role = adjustments(), rights_by_role()
    rows = {row.code: row for row in Division.objects.on(done.day)}
    going_on = [seat for seat in seats if seat.division.code in codes_of(done, REPLACED)]
    ending = [seat for seat in going_on if seat.valid.lower < done.day]
    new = [carried(seat, rows[seat.division.code], done.day) for seat in going_on]
    for seat in ending:
        end_on(seat, done.day, reason=CARRIED, ender=str(actor))
    Appointment.objects.bulk_update(ending, END_FIELDS)
    for seat, old in zip(new, going_on, strict=True):
        widens = rules.widens(before[old.pk], seat_of(seat), grants, by_role)
        if widens or seat.pk is None:
            asked = signed(actor, reason=f"{CARRIED}：{reason}"[:300], widens=widens)
            for column, value in {**undecided(), **asked}.items():
                setattr(seat, column, value)
        seat.save()
        done.carried.append(seat)
    done.waiting = [seat for seat in done.carried if seat.state == Change.State.WAITING]


def carried(seat: Appointment, division: Division, day: date) -> Appointment:
    """An appointment as it goes on in another division: the row itself where it begins on the day or later."""
    if seat.valid.lower >= day:
        seat.division = division
        return seat
    return Appointment(
        user=seat.user, division=division, post=seat.post, is_main=seat.is_main, roles=seat.roles,
        valid=DateRange(day, seat.valid.upper), carries=seat,
    )  # fmt: skip


def undecided() -> dict[str, object]:
    """The columns of a change that nobody has decided."""
    return {"state": Change.State.WAITING, "decided_by": None, "decider": "", "decided_at": None, "comment": ""}


def detail_of(done: Reorganised) -> dict[str, object]:
    """What the audit keeps: counts and codes, no names."""
    kinds = {kind.name.lower(): sorted(codes_of(done, {kind})) for kind in Kind}
    return {
        "day": done.day.isoformat(),
        **{name: codes for name, codes in kinds.items() if codes},
        "carried": len(done.carried),
        "waiting": len(done.waiting),
        "left": len(done.left),
    }
