"""Taking a file, and what happens to it afterwards."""

from __future__ import annotations

import time
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from madoguchi.foundation.access import SYSTEM_ACTOR, Actor
from madoguchi.foundation.audit.actions import record
from madoguchi.foundation.jobs.api import Job
from madoguchi.foundation.jobs.api import State as JobState

from .actions import check_own, forget_password, subject
from .errors import Refused
from .models import Download, ExportRequest, State

SECONDS_OF_GRACE = 60 * 60
STOPPED = "処理が何度も途中で止まったため、ファイルを作れませんでした。もう一度求めてください。"


def take(actor: Actor, *, request_id: int) -> tuple[ExportRequest, Path]:
    """The file for who asked; each taking counts, and stands in the audit and in the ledger.

    Raises Refused (another's, not ready, over, taken too often).
    """
    with transaction.atomic():
        request = ExportRequest.objects.select_for_update().get(pk=request_id)
        check_own(actor, request)
        check_takeable(request)
        request.downloads += 1
        request.save(update_fields=["downloads"])
        Download.objects.create(
            request=request,
            ordinal=request.downloads,
            user_id=actor.user_id or 0,
            actor=str(actor),
            approved_by=request.decided_by or 0,
        )
        detail: dict[str, object] = {"time": request.downloads, "persons": request.persons_written or 0}
        record(actor, action="exports.take", subject=subject(request), detail=detail)
    return request, path_of(request)


def check_takeable(request: ExportRequest) -> None:
    """Raises Refused where the file cannot be taken at this moment."""
    if request.state != State.READY or request.expires_at is None:
        raise Refused("ファイルはまだできていないか、もう消去されています。")
    if request.expires_at <= timezone.now():
        raise Refused("受け取れる期限を過ぎました。必要なときは、もう一度求めてください。")
    if request.downloads >= request.most_downloads:
        raise Refused(f"受け取れるのは{request.most_downloads}回までです。必要なときは、もう一度求めてください。")


def report_erased(actor: Actor, *, request_id: int) -> ExportRequest:
    """The taker says that no copy is left at the place of keeping. Raises Refused."""
    with transaction.atomic():
        request = ExportRequest.objects.select_for_update().get(pk=request_id)
        check_own(actor, request)
        if not request.downloads:
            raise Refused("このファイルは、まだ受け取られていません。")
        if request.erased_at is not None:
            raise Refused("消去の報告は済んでいます。")
        request.erased_at = timezone.now()
        request.save(update_fields=["erased_at"])
        record(actor, action="exports.erased", subject=subject(request))
    return request


def tidy() -> dict[str, int]:
    """Deletes files whose time is over, and ends requests whose job was given up; also what no request names."""
    over = ExportRequest.objects.filter(state=State.READY, expires_at__lte=timezone.now())
    jobs = Job.objects.filter(state=JobState.FAILED).values("pk")
    stuck = ExportRequest.objects.filter(state=State.APPROVED, job_id__in=jobs)
    gone, failed = list(over.values_list("pk", flat=True)), list(stuck.values_list("pk", flat=True))
    for pk in gone:
        end(pk, State.GONE, "")
    for pk in failed:
        end(pk, State.FAILED, STOPPED)
    return {"gone": len(gone), "failed": len(failed), "left": forget_unnamed()}


def end(request_id: int, state: State, message: str) -> None:
    """A request without its file and password."""
    with transaction.atomic():
        request = ExportRequest.objects.select_for_update().get(pk=request_id)
        request.state, request.file = state, ""
        request.message = message or request.message
        forget_password(request)
        request.save()
        record(SYSTEM_ACTOR, action=f"exports.{state}", subject=subject(request))


def forget_unnamed() -> int:
    """Deletes the files that no request names: those that are over, and what a killed worker left; gives how many.

    A file is young while it is written, and until the request names it.
    """
    named = {Path(name).name for name in ExportRequest.objects.exclude(file="").values_list("file", flat=True)}
    before = time.time() - SECONDS_OF_GRACE
    gone = [path for path in folder().glob("*") if path.name not in named and path.stat().st_mtime < before]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def folder() -> Path:
    """Where the files of the present town lie."""
    return Path(default_storage.path("exports"))


def name_of(request: ExportRequest) -> str:
    """The name of a request's file: nobody can guess it."""
    return f"{request.pk}-{request.token.hex}.zip"


def path_of(request: ExportRequest) -> Path:
    """The file of a request."""
    return Path(default_storage.path(request.file))
