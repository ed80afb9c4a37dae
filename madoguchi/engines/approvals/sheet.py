"""The printed sheet of a draft (決裁文書): the matter, and a column of stamps for each seat."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils import timezone

from madoguchi.engines.paperwork import api as paperwork
from madoguchi.foundation.calendar import format_wareki
from madoguchi.foundation.towns.models import Town

from .freezing import shown
from .models import Act, Decision, Draft
from .queries.story import Seat, Stage, Story, story_of

TEMPLATE = Path(__file__).parent / "paper" / "decision.typ"


def decision_sheet(town: Town, draft: Draft) -> bytes:
    """The PDF of a submitted draft as it stands; of a decided one the same bytes until someone reads or comments.

    The draft must be one that the reader may read.
    """
    story = story_of(draft)
    moment = max([act.at for act in story.acts], default=draft.created_at)
    return paperwork.render(TEMPLATE, sheet_data(town, draft, story), timestamp=moment).pdf


def sheet_data(town: Town, draft: Draft, story: Story) -> dict[str, Any]:
    """What the sheet says; see the top of its template."""
    decision = Decision.objects.filter(draft=draft).first()
    return {
        "town": {"name": town.name},
        "serial": draft.number,
        "serial_label": "起案番号",
        "kind": draft.kind_name,
        "title": draft.title,
        "state": draft.get_state_display(),
        "drafter": f"{draft.division_name}　{draft.drafter_post}　{draft.drafter_name}",
        "submitted": stamp_time(draft.submitted_at),
        "decided": stamp_time(draft.decided_at),
        "due": format_wareki(draft.due_on, "long") if draft.due_on else "",
        "rows": [{"label": label, "words": words} for label, words in shown(draft)],
        "attachments": [each.name for each in story.attachments],
        "seats": [seat_data(stage, seat) for stage in story.stages for seat in stage.seats],
        "viewings": [
            {
                "who": f"{each.division}　{each.post}　{each.name}",
                "what": each.get_reason_display(),
                "at": stamp_time(each.seen_at),
            }
            for each in story.viewings
        ],
        "comments": [comment_data(act) for act in story.acts if act.comment],
        "sha256": decision.sha256 if decision else "",
    }


def seat_data(stage: Stage, seat: Seat) -> dict[str, Any]:
    """One column of stamps."""
    row, act = seat.signatory, seat.act
    marks = [word for word, holds in (("専決", act and act.delegated), ("代決", act and act.proxy)) if holds]
    return {
        "step": stage.step.name,
        "division": row.division,
        "post": row.post,
        "name": row.name,
        "act": act.get_kind_display() if act else "",
        "state": row.get_state_display(),
        "marks": marks,
        "by": f"{act.post}　{act.name}" if act and act.proxy else "",
        "at": stamp_time(act.at) if act else "",
    }


def comment_data(act: Act) -> dict[str, str]:
    """One comment with who said it."""
    return {"who": act.who, "what": act.get_kind_display(), "at": stamp_time(act.at), "words": act.comment}


def stamp_time(at: Any) -> str:
    """R8.11.26 14:05; "" for none."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    return f"{format_wareki(local.date(), 'short')} {local:%H:%M}"
