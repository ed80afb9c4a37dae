"""人事異動: many appointments at once, all or none."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db.backends.postgresql.psycopg_any import DateRange  # type: ignore[import-untyped]

from madoguchi.foundation.access import rules
from madoguchi.foundation.access.actor import Actor, require, rights_by_role
from madoguchi.foundation.access.errors import Refused
from madoguchi.foundation.access.models import Appointment, Change, Division, Role, User
from madoguchi.foundation.access.rights import seat_of
from madoguchi.foundation.audit.actions import record

from .appointments import END_FIELDS, NEXT_MAIN, OVERLAP, check_known, end_on, put_in_force
from .changing import APPROVE, MANAGE, adjustments, changing, check_period, decided, overlaps_told, signed

OWN = "申請する人・承認する人自身の発令は、まとめて行えません。ほかの管理者が別に申請してください。"


@dataclass(frozen=True, kw_only=True)
class Wish:
    """One appointment that is wanted; ``key`` names it in faults, e.g. the line of a file."""

    key: int
    user_id: int
    division_id: int
    post: str
    start: date
    end: date | None = None
    is_main: bool = True
    roles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Placed:
    """One appointment as it was made: ``former`` is the 本務 before it, ``gained`` the rights that the former
    did not hold."""

    key: int
    appointment: Appointment
    former: Appointment | None
    gained: frozenset[str]


class ManyRefused(Refused):
    """Some of many cannot be: ``faults`` are key, field and words of each."""

    def __init__(self, faults: Sequence[tuple[int, str, str]]) -> None:
        super().__init__(f"{len(faults)}件の誤りがあります。全部を直すまで、1件も反映しません。")
        self.faults = tuple(faults)


@dataclass(frozen=True)
class Asker:
    """Who asked for appointments that another decides."""

    user_id: int | None
    name: str


def appoint_many(actor: Actor, *, wishes: Sequence[Wish], reason: str, subject: str) -> list[Placed]:
    """Appoints all of them at once, where none may bring a right; as ``appoint`` does one.

    ``subject`` is what the audit entry is about, e.g. ``load:7``. Raises Forbidden, ManyRefused, Refused (a right would
    come: ``approve_many`` is the way; no reason; the last administrator would go).
    """
    require(actor, MANAGE)
    with changing():
        placed = place_all(
            wishes, barred=(actor.user_id,), columns=lambda widens: signed(actor, reason=reason, widens=widens)
        )
        if any(each.appointment.state == Change.State.WAITING for each in placed):
            raise Refused("権限が広がる発令があるため、二人目の承認が要ります。")
        record(actor, action="access.appoint_many", subject=subject, detail=detail_of(placed))
    return placed


def approve_many(actor: Actor, *, wishes: Sequence[Wish], reason: str, asker: Asker, subject: str) -> list[Placed]:
    """Appoints all of them at once, as the second person who approves what another asked for.

    Raises Forbidden, ManyRefused (also for appointments of either of the two themselves), Refused (the same person; no
    reason; the last administrator would go).
    """
    require(actor, APPROVE)
    if asker.user_id == actor.user_id:
        raise Refused("自分が申請した変更は、自分では承認できません。ほかの承認者に依頼してください。")
    asked = {"reason": reason.strip(), "asked_by": asker.user_id, "asker": asker.name}
    with changing():
        placed = place_all(
            wishes,
            barred=(actor.user_id, asker.user_id),
            columns=lambda widens: {**asked, "widens": widens, **decided(actor, Change.State.APPROVED)},
        )
        record(actor, action="access.approve_many", subject=subject, detail=detail_of(placed))
    return placed


def place_all(
    wishes: Sequence[Wish], *, barred: Sequence[int | None], columns: Callable[[bool], dict[str, object]]
) -> list[Placed]:
    """Writes every appointment in the caller's transaction. ``barred`` are those whose own cannot be among them;
    ``columns`` gives the columns of the decision, for one that widens rights or not. Raises ManyRefused with every
    fault."""
    grants, by_role = adjustments(), rights_by_role()
    formers, rows = former_mains(wishes), rows_of(wishes)
    rights = {key: rules.could_hold(seat_of(row), grants, by_role) for key, row in rows.items()}
    for key, row in rows.items():
        for column, value in columns(bool(rights[key])).items():
            setattr(row, column, value)
    write_all(rows, barred)
    held = {key: rules.could_hold(seat_of(former), grants, by_role) for key, former in formers.items()}
    return [Placed(key, row, formers.get(key), rights[key] - held.get(key, frozenset())) for key, row in rows.items()]


def rows_of(wishes: Sequence[Wish]) -> dict[int, Appointment]:
    """Key of a wish → its row; two queries."""
    users = User.objects.in_bulk([wish.user_id for wish in wishes])
    divisions = Division.objects.in_bulk([wish.division_id for wish in wishes])
    return {wish.key: wanted(wish, users[wish.user_id], divisions[wish.division_id]) for wish in wishes}


def write_all(rows: Mapping[int, Appointment], barred: Sequence[int | None]) -> None:
    """Checks and writes all; in a few statements where nothing is wrong, else one by one to find every fault.

    Raises ManyRefused.
    """
    roles = set(Role.objects.values_list("code", flat=True))
    faults = [fault for key, row in rows.items() for fault in told(key, partial(check, row, barred, roles))]
    if not faults and are_apart(rows.values()) and not told(0, partial(put_together, list(rows.values()))):
        return
    wrong = {key for key, _, _ in faults}
    faults += [fault for key, row in rows.items() if key not in wrong for fault in told(key, partial(place, row))]
    if faults:
        raise ManyRefused(sorted(faults))


def told(key: int, act: Callable[[], None]) -> list[tuple[int, str, str]]:
    """Does something; gives what it was refused for."""
    try:
        act()
    except Refused as refusal:
        return [(key, refusal.field, str(refusal))]
    return []


def check(appointment: Appointment, barred: Sequence[int | None], roles: Collection[str]) -> None:
    """Raises Refused for one that cannot be, whatever else there is."""
    if appointment.user_id in barred:
        raise Refused(OWN, "user")
    check_period(appointment.valid.lower, appointment.valid.upper)
    stands = lies_within(appointment.valid, appointment.division.valid)
    check_known(appointment, roles=roles, stands=stands)


def place(appointment: Appointment) -> None:
    """Writes one. Raises Refused where it overlaps another."""
    if appointment.state == Change.State.WAITING:
        appointment.save()
    else:
        put_in_force(appointment)


def are_apart(appointments: Collection[Appointment]) -> bool:
    """True where all are approved, and nobody gets two 本務: then none of them touches another."""
    mains = [each.user_id for each in appointments if each.is_main]
    return len(set(mains)) == len(mains) and all(each.state == Change.State.APPROVED for each in appointments)


def put_together(appointments: Sequence[Appointment]) -> None:
    """``put_in_force`` for many that do not touch each other; three statements. Raises Refused where any overlaps."""
    by_user = {each.user_id: each for each in appointments if each.is_main}
    mains = Appointment.objects.filter(user__in=by_user, is_main=True, state=Change.State.APPROVED)
    formers = [former for former in mains if is_replaced(former, by_user[former.user_id].valid.lower)]
    for former in formers:
        next_one = by_user[former.user_id]
        end_on(former, next_one.valid.lower, reason=NEXT_MAIN, ender=next_one.decider)
    with overlaps_told(OVERLAP):
        Appointment.objects.bulk_update(formers, END_FIELDS)
        Appointment.objects.bulk_create(appointments)


def is_replaced(former: Appointment, start: date) -> bool:
    """True where a 本務 that begins on a day ends this one, or cancels it: it was only carried on to that day."""
    lower, upper = former.valid.lower, former.valid.upper
    reaches = upper is None or start < upper
    return reaches and (lower < start or (lower == start and former.carries_id is not None))


def wanted(wish: Wish, user: User, division: Division) -> Appointment:
    """The row of a wish."""
    return Appointment(
        user=user, division=division, post=wish.post.strip(), is_main=wish.is_main, roles=sorted(set(wish.roles)),
        valid=DateRange(wish.start, wish.end),
    )  # fmt: skip


def lies_within(inner: DateRange, outer: DateRange) -> bool:
    """True where every day of one period is a day of the other."""
    begins = outer.lower is None or outer.lower <= inner.lower
    return begins and (outer.upper is None or (inner.upper is not None and inner.upper <= outer.upper))


def former_mains(wishes: Sequence[Wish]) -> dict[int, Appointment]:
    """Key of a wish → the 本務 that its member of staff holds on the day or the day before; one query."""
    rows = Appointment.objects.filter(
        user__in={wish.user_id for wish in wishes}, is_main=True, state=Change.State.APPROVED
    ).select_related("user", "division")
    by_user: dict[int, list[Appointment]] = {}
    for row in rows.order_by("valid"):
        by_user.setdefault(row.user_id, []).append(row)
    found = {wish.key: before(by_user.get(wish.user_id, []), wish.start) for wish in wishes}
    return {key: row for key, row in found.items() if row}


def before(rows: Sequence[Appointment], start: date) -> Appointment | None:
    """The last of the rows that began before a day and did not end before it."""
    fitting = [row for row in rows if row.valid.lower < start and (row.valid.upper is None or row.valid.upper >= start)]
    return fitting[-1] if fitting else None


def detail_of(placed: Sequence[Placed]) -> dict[str, object]:
    """What the audit keeps: the appointments and their staff by number, no names."""
    return {
        "appointments": [each.appointment.pk for each in placed],
        "staff": sorted({each.appointment.user_id for each in placed}),
    }
