"""Writing an approved export: done by a worker, whole or not at all, and again where the worker was killed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from madoguchi.foundation import vault
from madoguchi.foundation.access import Actor, Forbidden, require
from madoguchi.foundation.audit.actions import record
from madoguchi.foundation.calendar import format_wareki
from madoguchi.foundation.jobs.api import JobFailed
from madoguchi.foundation.vault.files import whole

from .actions import PASSWORD, forget_password, subject
from .archive import Archive
from .errors import Refused
from .limits import time_kept
from .marking import Mark
from .models import ExportRequest, State
from .offers import Tell, Written, export_named
from .rights import asker_of
from .taking import folder, name_of

SLIP = "持出し記録.txt"
UNEXPECTED = "予期しない誤りで止まりました。管理者に連絡してください。"
PASSING = (OperationalError, InterfaceError)


def write_export(request_id: int, tell: Tell) -> ExportRequest:
    """Writes the file of an approved request; leaves alone one that is written, or that cannot be any more.

    Raises JobFailed with words for the asker.
    """
    request = ExportRequest.objects.get(pk=request_id)
    if request.state != State.APPROVED:
        return request
    try:
        asker = asker_of(request)
        path = folder() / name_of(request)
        written = write_file(request, asker, path, tell)
        return finish(request, asker, path, written)
    except PASSING:
        raise
    except (Refused, Forbidden) as refusal:
        raise give_up(request, str(refusal)) from refusal
    except Exception:
        give_up(request, UNEXPECTED)
        raise


def write_file(request: ExportRequest, asker: Actor, path: Path, tell: Tell) -> Written:
    """The archive, under its name only when it is whole. Raises Refused where it would hold more than was approved."""
    offer, mark = export_named(request.export), mark_of(request)
    require(asker, offer.permission)
    sealed = bytes(request.sealed_password or b"")
    password = vault.unseal(sealed, purpose=PASSWORD, bound_to=subject(request)).decode()
    with whole(path) as file, Archive(file, password, mark.words) as archive:
        written = offer.write(asker, request.options, archive, mark, tell)
        check_size(request, written)
        with archive.text(SLIP, encoding="utf-8-sig", newline="\r\n") as slip:
            slip.write(slip_of(request, mark, written))
    return written


def check_size(request: ExportRequest, written: Written) -> None:
    """Raises Refused where more persons were written than approved."""
    approved = request.persons_approved or 0
    if written.persons > approved:
        more = f"承認された{approved:,}人より多い{written.persons:,}人になりました。"
        raise Refused(f"{more}ファイルは作っていません。もう一度求めてください。")


def finish(request: ExportRequest, asker: Actor, path: Path, written: Written) -> ExportRequest:
    """Offers the file to the asker; where another worker did so first, that stands."""
    with transaction.atomic():
        found = ExportRequest.objects.select_for_update().get(pk=request.pk)
        if found.state != State.APPROVED:
            return found
        now = timezone.now()
        found.state, found.file = State.READY, f"exports/{path.name}"
        found.persons_written, found.rows_written = written.persons, written.rows
        found.size, found.sha256 = path.stat().st_size, digest_of(path)
        found.ready_at, found.expires_at = now, now + time_kept(timezone.localdate(now))
        forget_password(found)
        found.save()
        detail: dict[str, object] = {
            "export": found.export, "persons": written.persons, "rows": written.rows, "sha256": found.sha256,
        }  # fmt: skip
        record(asker, action="exports.write", subject=subject(found), detail=detail)
    return found


def give_up(request: ExportRequest, words: str) -> JobFailed:
    """Ends a request that cannot be written; gives what to raise."""
    with transaction.atomic():
        found = ExportRequest.objects.select_for_update().get(pk=request.pk)
        if found.state == State.APPROVED:
            found.state, found.message = State.FAILED, words
            forget_password(found)
            found.save()
    return JobFailed(words)


def mark_of(request: ExportRequest) -> Mark:
    """Whose copy the file is."""
    return Mark(request.number, request.asker, format_wareki(request.asked_on), request.token.bytes)


def slip_of(request: ExportRequest, mark: Mark, written: Written) -> str:
    """What accompanies the data in the archive."""
    lines = {
        "番号": mark.number,
        "持ち出した人": request.asker,
        "承認した人": request.decider,
        "求めた日": mark.taken_on,
        "内容": request.export_name,
        "件数": f"{written.persons:,}人（{written.rows:,}行）",
        "理由": request.reason,
        "使いみち": request.usage,
        "保管場所": request.place,
        "消去する日": format_wareki(request.delete_by),
    }
    head = "このファイルの持出しは記録されています。目的のほかに使わず、消去する日までに消してください。\n\n"
    return head + "".join(f"{name}　{' '.join(words.splitlines())}\n" for name, words in lines.items())


def digest_of(path: Path) -> str:
    """SHA-256 of the archive."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
