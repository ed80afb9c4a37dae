"""電子決裁."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image

from madoguchi.engines.approvals.actions.drafting import attach, save_draft
from madoguchi.engines.approvals.actions.submitting import submit
from madoguchi.engines.approvals.models import Viewing
from madoguchi.foundation.towns.models import Town

from ..people import maker, worker


def objects(town: Town) -> dict[str, Any]:
    """A draft of a supervisor with a file, which waits for the head and is circulated."""
    head = worker("head", "窓口サービス課")
    content = {"title": "点検のための起案", "body": "伺います。", "amount": 100}
    draft = save_draft(maker(), kind="general", content=content)
    attachment = attach(maker(), draft_id=draft.pk, name="図.png", file=picture())
    draft.refresh_from_db()
    circulated = [worker("supervisor", "窓口サービス課").appointments.get().pk, head.appointments.get().pk]
    submit(maker(), draft_id=draft.pk, revision=draft.revision, circulated=circulated)
    return {
        "draft_id": draft.pk,
        "attachment_id": attachment.pk,
        "viewing_id": Viewing.objects.get(draft=draft).pk,
        "kind": "general",
        "system": "no",
        "name": "such",
    }


def mixed(town: Town) -> dict[str, dict[str, int]]:
    """A draft that the same people read, with a file and a 回覧 of another."""
    own = objects(town)
    other = objects(town)["draft_id"]
    file, viewing = own["attachment_id"], own["viewing_id"]
    return {
        "approvals:file": {"draft_id": other, "attachment_id": file},
        "approvals:remove": {"draft_id": other, "attachment_id": file},
        "approvals:read": {"draft_id": other, "viewing_id": viewing},
    }


def picture() -> io.BytesIO:
    """A small picture."""
    out = io.BytesIO()
    Image.new("L", (8, 8)).save(out, "PNG")
    out.seek(0)
    return out
