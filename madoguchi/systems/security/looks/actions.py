"""Writes of the access records: confirming, whom to look out for, and slips for residents."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from string import ascii_uppercase, digits

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from madoguchi.engines.people.api import Person, guarded_among, visible_to
from madoguchi.foundation import refusals, vault
from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.audit.actions import record as audit

from .law import figure
from .models import Slip, StaffPerson, Unusual, Watched
from .queries import SEE
from .system import REVIEW, SLIP, WATCH

# No letters that are read as another: 32 signs, five bits each.
SIGNS = "".join(sign for sign in digits + ascii_uppercase if sign not in "01IO")
GROUPS, GROUP = 4, 4
MOST_TRIES = 5
PURPOSE = "looks.slip"
VISITOR = Actor(user_id=None, name="本人（確認票）")
FULL_WIDTH = str.maketrans({chr(0xFF01 + at): chr(0x21 + at) for at in range(94)})


class Refused(refusals.Refused):
    """It cannot be done as asked; the message says why, in words for the clerk."""


def confirm(actor: Actor, *, unusual_id: int, note: str) -> Unusual:
    """Writes down what a head found out about an unusual look. Never about one's own.

    Raises Forbidden, Refused, Unusual.DoesNotExist.
    """
    require(actor, REVIEW)
    with transaction.atomic():
        row = Unusual.objects.select_for_update().get(pk=unusual_id)
        if row.person_id and guarded_among(actor, [row.person_id]):
            raise Unusual.DoesNotExist
        if row.user_id == actor.user_id:
            raise Refused("自分の閲覧は、ほかの責任者が確認します。")
        if row.state == Unusual.State.CONFIRMED:
            raise Refused(f"{row.decider}が、先に確認しています。")
        if not note.strip():
            raise Refused("確認した内容を入れてください。")
        row.state, row.note = Unusual.State.CONFIRMED, note.strip()
        row.decided_by, row.decider, row.decided_at = actor.user_id, str(actor), timezone.now()
        row.save(update_fields=["state", "note", "decided_by", "decider", "decided_at"])
        audit(actor, action="looks.confirm", subject=f"unusual:{row.pk}")
    return row


def watch(actor: Actor, *, number: int, reason: str) -> Watched:
    """Has looks at the person of a 宛名番号 listed from today on. Raises Forbidden, Refused."""
    require(actor, WATCH)
    with transaction.atomic():
        person_id = person_of(actor, number)
        if Watched.objects.filter(person=person_id, until=None).exists():
            raise Refused("この人は、もう登録されています。")
        row = Watched.objects.create(
            person_id=person_id, reason=reason, since=timezone.localdate(), added_by=str(actor)
        )
        audit(actor, action="looks.watch", subject=f"person:{person_id}")
    return row


def unwatch(actor: Actor, *, watched_id: int) -> None:
    """Has looks at a person not listed any more after today. Raises Forbidden, Watched.DoesNotExist."""
    require(actor, WATCH)
    with transaction.atomic():
        row = Watched.objects.select_for_update().get(pk=watched_id, until=None)
        row.until, row.ended_by = timezone.localdate(), str(actor)
        row.save(update_fields=["until", "ended_by"])
        audit(actor, action="looks.unwatch", subject=f"person:{row.person_id}")


def note_staff_person(actor: Actor, *, user_id: int, number: int) -> StaffPerson:
    """Notes which resident a member of staff is, as they told it. Raises Forbidden, Refused."""
    require(actor, WATCH)
    person_id = person_of(actor, number)
    try:
        with transaction.atomic():
            row = StaffPerson.objects.create(
                user_id=user_id, person_id=person_id, since=timezone.localdate(), added_by=str(actor)
            )
            audit(actor, action="looks.note_staff", subject=f"staff:{user_id}")
    except IntegrityError:
        raise Refused("この職員か、この人は、もう登録されています。") from None
    return row


def end_staff_person(actor: Actor, *, row_id: int) -> None:
    """Ends such a note. Raises Forbidden, StaffPerson.DoesNotExist."""
    require(actor, WATCH)
    with transaction.atomic():
        row = StaffPerson.objects.select_for_update().get(pk=row_id, until=None)
        row.until, row.ended_by = timezone.localdate(), str(actor)
        row.save(update_fields=["until", "ended_by"])
        audit(actor, action="looks.end_staff", subject=f"staff:{row.user_id}")


def person_of(actor: Actor, number: int) -> int:
    """The person of a 宛名番号. Raises Refused where there is none, or none for the actor."""
    found = Person.objects.filter(number=number).values_list("pk", flat=True).first()
    if found is None or guarded_among(actor, [found]):
        raise Refused("この宛名番号の人はいません。番号を確かめてください。")
    return found


@dataclass(frozen=True)
class Given:
    """A slip that was just made: the code stands here and on the paper, and nowhere else."""

    slip: Slip
    code: str
    name: str


def give_slip(actor: Actor, *, person_id: int, identity_check: str) -> Given:
    """Makes the code with which a resident sees who looked at their record; earlier ones end.

    Raises Forbidden, Held and Person.DoesNotExist as ``visible_to`` does, Refused for one whose birthday is not known.
    """
    require(actor, SLIP)
    record = visible_to(actor).person(person_id)
    born = record.identity.birth_on if record.identity else None
    if born is None:
        raise Refused("生年月日が分からない人には、この票を渡せません。窓口の画面で一緒に確かめてください。")
    code, now = new_code(), timezone.now()
    with transaction.atomic():
        Slip.objects.filter(person=person_id, opened_at=None, revoked_at=None).update(revoked_at=now)
        slip = Slip.objects.create(
            person_id=person_id,
            code=fingerprint(code),
            answer=fingerprint(f"{code} {born.isoformat()}"),
            whole=actor.may(SEE),
            identity_check=identity_check,
            given_at=now,
            valid_until=now + timedelta(days=figure("slip_days", timezone.localdate(now))),
            user_id=actor.user_id,
            giver=str(actor),
        )
        audit(actor, action="looks.give_slip", subject=f"person:{person_id}", detail={"check": identity_check})
    return Given(slip, code, record.name)


def open_slip(*, code: str, born: date) -> Slip | None:
    """Uses up a code with the date of birth that belongs to it; None for anything that does not fit, without a reason.

    A code is good for one opening, for some days, and for five wrong dates at most. A slip that was given before
    someone became guarded, by staff who may not see guarded persons, opens nothing.
    """
    now, typed = timezone.now(), normal(code)
    with transaction.atomic():
        live = Slip.objects.filter(opened_at=None, revoked_at=None, valid_until__gt=now, tries__lt=MOST_TRIES)
        slip = live.select_for_update().filter(code=fingerprint(typed)).first()
        if slip is None:
            return None
        if bytes(slip.answer) != fingerprint(f"{typed} {born.isoformat()}"):
            Slip.objects.filter(pk=slip.pk).update(tries=F("tries") + 1)
            return None
        if not slip.whole and guarded_among(VISITOR, [slip.person_id]):
            return None
        slip.opened_at = now
        slip.save(update_fields=["opened_at"])
        audit(VISITOR, action="looks.open_slip", subject=f"person:{slip.person_id}", detail={"slip": slip.pk})
    return slip


def new_code() -> str:
    """Sixteen signs, eighty bits by chance."""
    return "".join(secrets.choice(SIGNS) for _ in range(GROUPS * GROUP))


def normal(code: str) -> str:
    """A code as it was made, however it was typed."""
    return "".join(sign for sign in code.translate(FULL_WIDTH).upper() if sign in SIGNS)


def grouped(code: str) -> str:
    """A code as it is printed: ABCD-EFGH-…"""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def fingerprint(text: str) -> bytes:
    """What is kept of a code."""
    return vault.fingerprint(text, purpose=PURPOSE)
