"""Import of the resident file. It leaves by ``exports.py``, with another's approval."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from madoguchi.foundation.jobs.api import Job, State
from madoguchi.foundation.text import row_number

from ..actions import submit_import
from ..exchange.columns import columns
from ..exchange.importing import IMPORT
from ..exchange.keeping import days_kept, opened
from ..forms import ImportForm
from ..models import ImportRun, Outcome
from ..queries import FAULTS, faults_of, runs
from .screen import actor_of, screen

UNFINISHED = {Outcome.WAITING, Outcome.RUNNING}
SIZE = 20
# htmx takes this status for an answer after which it need not ask again.
STOP_ASKING = 286


@screen(IMPORT)
def imports(request: HttpRequest) -> HttpResponse:
    """Past imports, and the form for the next."""
    actor = actor_of(request)
    form = ImportForm(request.POST or None, request.FILES or None, initial={"lg_code": request.tenant.lg_code})  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        run = submit_import(actor, upload=data["file"], dry_run=data["dry_run"], lg_code=data["lg_code"])
        return redirect("residents:import", run_id=run.pk)
    begin = row_number(request.GET.get("after", ""))
    found = list((runs(actor).filter(pk__lt=begin) if begin else runs(actor))[: SIZE + 1])
    after = found[SIZE - 1].pk if len(found) > SIZE else ""
    context = {"form": form, "rows": found[:SIZE], "after": after}
    return render(request, "residents/imports.html", context, status=422 if form.errors else 200)


@screen(IMPORT)
def import_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """How an import goes, and what came of it; ``?part=1`` gives only what changes while it goes."""
    run = runs(actor_of(request)).get(pk=run_id)
    begin = row_number(request.GET.get("after", "")) or 0
    faults = faults_of(run, begin)
    job = Job.objects.filter(pk=run.job_id).first() if run.job_id else None
    context = {
        "run": run,
        "job": job,
        "going": run.outcome in UNFINISHED and not (job and job.state == State.FAILED),
        "faults": faults[:FAULTS],
        "days_kept": days_kept(),
        "after": begin + FAULTS if len(faults) > FAULTS else "",
        "shown": f"{begin + 1:,}〜{begin + len(faults[:FAULTS]):,}件目",
    }
    if request.GET.get("part") == "1":
        status = 200 if context["going"] else STOP_ASKING
        return render(request, "residents/parts/import_state.html", context, status=status)
    return render(request, "residents/import.html", context)


@screen(IMPORT)
def fault_list(request: HttpRequest, run_id: int) -> FileResponse:
    """The list of all faults as a CSV file."""
    run = runs(actor_of(request)).get(pk=run_id)
    if not run.faults:
        raise ImportRun.DoesNotExist
    with opened(run.faults) as path:
        file = path.open("rb")  # stays readable after the plain file has lost its name
    return FileResponse(file, as_attachment=True, filename=f"誤りの一覧_{run.pk}.csv")


@screen(IMPORT)
def column_list(request: HttpRequest) -> HttpResponse:
    """What the 122 columns mean, and which the record owns."""
    return render(request, "residents/columns.html", {"columns": columns()})
