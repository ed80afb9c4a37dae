"""Meetings: called, held, written down."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import IO

from django.db import transaction
from django.utils import timezone

from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.audit.actions import record as audit
from madoguchi.foundation.calendar import format_wareki
from madoguchi.foundation.uploads import read_attachment

from ..errors import Refused
from ..models import Attendance, Body, Meeting, Member, Paper
from ..system import VIEW
from .keeping import PAPERS
from .rights import check_keeps

MOST_PAPERS = 20
FIRST = "{writer}が{moment}に、この会議を先に書き改めました。いまの内容を確かめて、もう一度入れてください。"


@dataclass(frozen=True, kw_only=True)
class Said:
    """What is written of a meeting."""

    held_on: date
    place: str = ""
    agenda: str
    minutes: str = ""
    decisions: str = ""


def call_meeting(actor: Actor, *, body_id: int, said: Said) -> Meeting:
    """The next meeting of a body, with its number. Raises Forbidden, Refused, Body.DoesNotExist."""
    require(actor, VIEW)
    with transaction.atomic():
        body = Body.objects.select_for_update().get(pk=body_id)
        check_keeps(actor, body)
        last = Meeting.objects.filter(body=body).order_by("-number").values_list("number", flat=True).first()
        meeting = Meeting.objects.create(body=body, number=(last or 0) + 1, writer=str(actor), **vars(said))
        audit(actor, action="plan.meeting", subject=subject_of(meeting), detail={"number": meeting.number})
    return meeting


def write_meeting(
    actor: Actor, *, meeting_id: int, revision: int, said: Said, attended: Collection[int] = ()
) -> Meeting:
    """Writes a meeting anew: agenda, minutes, decisions, and which members (keys) attended.

    ``revision`` is that of the meeting which the person saw. Raises Forbidden, Refused (not its 事務局; another was
    first, with who; someone who was no member that day), Meeting.DoesNotExist.
    """
    require(actor, VIEW)
    with transaction.atomic():
        meeting = locked(actor, meeting_id)
        if meeting.revision != revision:
            raise Refused(FIRST.format(writer=meeting.writer, moment=moment_of(meeting)))
        for field, value in vars(said).items():
            setattr(meeting, field, value)
        meeting.revision, meeting.writer = revision + 1, str(actor)
        meeting.save()
        attend(meeting, set(attended))
        audit(actor, action="plan.minutes", subject=subject_of(meeting), detail={"revision": meeting.revision})
    return meeting


def locked(actor: Actor, meeting_id: int) -> Meeting:
    """A meeting, locked, of a body for which the actor writes. Raises Refused, Meeting.DoesNotExist."""
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("body").get(pk=meeting_id)
    check_keeps(actor, meeting.body)
    return meeting


def moment_of(meeting: Meeting) -> str:
    """When the meeting was written last, in words."""
    at = timezone.localtime(meeting.written_at)
    return f"{format_wareki(at.date(), 'long')}{at.hour}時{at.minute:02}分"


def attend(meeting: Meeting, wanted: set[int]) -> None:
    """Exactly these members attended. Raises Refused for one who was none on the day."""
    members = Member.objects.filter(body=meeting.body, valid__contains=meeting.held_on)
    if strangers := wanted - set(members.values_list("pk", flat=True)):
        name = Member.objects.filter(pk__in=strangers).values_list("name", flat=True).first() or "その方"
        raise Refused(f"{name}さんは、開催日には委員ではありません。", "attended")
    there = set(meeting.attendances.values_list("member", flat=True))
    meeting.attendances.filter(member__in=there - wanted).delete()
    Attendance.objects.bulk_create(Attendance(meeting=meeting, member_id=pk) for pk in sorted(wanted - there))


def add_paper(actor: Actor, *, meeting_id: int, name: str, file: IO[bytes]) -> Paper:
    """A file for a meeting; the same file again is the same paper. Raises Forbidden, Refused (not its 事務局; too
    many), UploadRefused, Meeting.DoesNotExist."""
    require(actor, VIEW)
    with transaction.atomic():
        meeting = locked(actor, meeting_id)
        if meeting.papers.count() >= MOST_PAPERS:
            raise Refused(f"資料は{MOST_PAPERS}個までです。", "file")
        found = read_attachment(name, file)
        values = {"name": found.name, "content_type": found.content_type, "size": len(found.content)}
        paper, is_new = Paper.objects.get_or_create(meeting=meeting, sha256=PAPERS.keep(found.content), defaults=values)
        if is_new:
            audit(actor, action="plan.meeting_paper", subject=subject_of(meeting), detail={"sha256": paper.sha256})
    return paper


def subject_of(meeting: Meeting) -> str:
    """How the audit refers to a meeting."""
    return f"meeting:{meeting.pk}"
