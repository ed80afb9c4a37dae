"""代決者: setting one for a division, ending one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from madoguchi.engines.organisation.api import (
    Deputy,
    Refused,
    Seat,
    end_deputy,
    leads,
    line_of,
    organisation,
    seats_in,
    set_deputy,
)
from madoguchi.foundation.access import Forbidden
from madoguchi.foundation.access.models import Division

from ..forms import POST, SEAT, DeputyForm, EndForm, Groups, day_after
from .chart import tabs
from .screen import actor_of, screen, tell

FIELDS = {"of_seat": "of", "of_post": "of", "of_division": "of", "by_seat": "by", "by_post": "by", "by_division": "by"}
NOT_YOURS = "この部署の代決者を定められるのは、所属の長と、職員の発令を管理する人です。"


@screen()
def new(request: HttpRequest, division_id: int) -> HttpResponse:
    """The form of a deputy."""
    division = led(request, Division.objects.get(pk=division_id))
    today = timezone.localdate()
    form = DeputyForm(request.POST or None, whom=whom(division), who=list(who(division)), initial={"start": today})
    if request.method == "POST" and form.is_valid():
        try:
            made = set_deputy(actor_of(request), **form.wanted())
            messages.success(request, f"代決者を定めました：{made}")
            return redirect("organisation:division", division_id=division.pk)
        except Refused as refusal:
            tell(form, refusal, **FIELDS)
    context = {
        "form": form,
        "title": f"{division.name}の代決者",
        "button": "定める",
        "division": division,
        **tabs(request),
    }
    return render(request, "organisation/form.html", context, status=422 if form.errors else 200)


def led(request: HttpRequest, division: Division) -> Division:
    """The division, where the actor leads it. Raises Forbidden."""
    if not leads(actor_of(request), division):
        raise Forbidden(NOT_YOURS)
    return division


def whom(division: Division) -> Groups:
    """Whose place: posts of the division, and its seats."""
    seats = seats_in(division.pk, timezone.localdate())
    return [("職名で", posts(division, seats)), ("人で", [chair(seat) for seat in seats])]


def who(division: Division) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Who may stand in: posts and seats of the division, of the one above and of those directly below."""
    today = timezone.localdate()
    below = Division.objects.on(today).filter(parent__code=division.code).order_by("order", "code")
    for each in [*line_of(division.pk, today)[:2], *below]:
        seats = seats_in(each.pk, today)
        if seats:
            yield f"{each.name}：職名で", posts(each, seats, named=False)
            yield f"{each.name}：人で", [chair(seat) for seat in seats]


def posts(division: Division, seats: Iterable[Seat], *, named: bool = True) -> list[tuple[str, str]]:
    """The posts that are held, and where ``named`` those of the town's defaults too: a post may be vacant."""
    usual = [each.post for each in organisation().usual] if named else []
    found = dict.fromkeys([*(seat.post for seat in seats), *usual])
    return [(f"{POST}:{division.pk}:{post}", f"{post}（だれであっても）") for post in found]


def chair(seat: Seat) -> tuple[str, str]:
    """A seat as a choice."""
    return (f"{SEAT}:{seat.appointment_id}", f"{seat.post}　{seat.name}")


@screen()
def ending(request: HttpRequest, deputy_id: int) -> HttpResponse:
    """The form of a deputy's last day."""
    deputy = Deputy.objects.select_related("division", "by_division").get(pk=deputy_id)
    division = led(request, deputy.division)
    form = EndForm(request.POST or None, initial={"last": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            on = day_after(form.cleaned_data["last"])
            assert on
            ended = end_deputy(actor_of(request), deputy_id=deputy_id, on=on)
            done = "始まる前の代決者を取り消しました。" if ended.cancelled else "終わりの日を記録しました。"
            messages.success(request, done)
            return redirect("organisation:division", division_id=division.pk)
        except Refused as refusal:
            tell(form, refusal)
    context = {"form": form, "title": "代決者の終わり", "button": "終わりにする", "division": division, "about": deputy}
    return render(request, "organisation/form.html", {**context, **tabs(request)}, status=422 if form.errors else 200)
