"""Drawers: what was taken today, counting it, closing it, the report."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from madoguchi.engines.people.api import Refused
from madoguchi.foundation.audit.actions import record as audit
from madoguchi.foundation.web.screens import tell

from ..actions.closing import close
from ..models import Drawer
from ..queries.money import SIZE, balance, drawer_for, drawers, lines_of
from ..report import closing_report
from ..rules.cash import DENOMINATIONS, difference, total_of
from .papers import NO_STORE
from .screen import actor_of, cursor

MOST = 9_999


class ClosingForm(forms.Form):
    """How many of each note and coin lie in the drawer. ``seen`` is the balance that was counted against."""

    change = forms.IntegerField(
        label="釣銭準備金", min_value=0, initial=0, required=False, help_text="数えた現金に含めた額（円）"
    )
    reason = forms.CharField(label="差額の理由", max_length=200, required=False, help_text="差額があるときだけ")
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for value in DENOMINATIONS:
            widget = forms.NumberInput(attrs={"data-yen": value, "inputmode": "numeric"})
            self.fields[name_of(value)] = forms.IntegerField(
                label=f"{value:,}円", min_value=0, max_value=MOST, required=False, widget=widget
            )

    @property
    def money(self) -> list[forms.BoundField]:
        """The fields of the notes and coins, the largest first."""
        return [self[name_of(value)] for value in DENOMINATIONS]

    def counts(self) -> dict[int, int]:
        """What was counted."""
        return {value: self.cleaned_data[name_of(value)] or 0 for value in DENOMINATIONS}

    def clean(self) -> dict[str, Any]:
        """A difference needs a reason; the sum is shown with the fault."""
        data = super().clean() or {}
        if not self.errors:
            counted = total_of(self.counts())
            amiss = difference(counted, data.get("change") or 0, data["seen"])
            if amiss and not data.get("reason"):
                self.add_error("reason", words_of(counted, amiss))
        return data


def words_of(counted: int, amiss: int) -> str:
    """What was counted, and how it differs."""
    how = "多い" if amiss > 0 else "足りない"
    return f"数えた現金は{counted:,}円で、台帳より{abs(amiss):,}円{how}ため、理由が要ります。"


def name_of(value: int) -> str:
    """Name of the field of a denomination."""
    return f"n{value}"


@require_safe
@login_required
def drawer_list(request: HttpRequest) -> HttpResponse:
    """Drawers, the latest first."""
    rows = drawers(actor_of(request), before=cursor(request))
    context = {"rows": [balance(row) for row in rows], "after": rows[-1].pk if len(rows) == SIZE else ""}
    return render(request, "issuance/drawers.html", context)


@login_required
def drawer_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One drawer: its sums and lines; counting and closing it while it is open."""
    drawer = found(request, pk)
    now = balance(drawer)
    form = None if now.closing else ClosingForm(request.POST or None, initial={"seen": now.expected})
    if form and request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            close(
                actor_of(request), drawer_id=pk, counts=form.counts(), change=data["change"] or 0,
                reason=data["reason"], seen=data["seen"],
            )  # fmt: skip
            messages.success(request, "会計を締めました。この後の手数料は、次の会計に入ります。")
            return redirect("issuance:drawer", pk=pk)
        except Refused as refusal:
            tell(form, refusal)
    context = {"balance": now, "drawer": drawer, "lines": lines_of(drawer), "form": form}
    return render(request, "issuance/drawer.html", context, status=422 if form and form.errors else 200)


@require_safe
@login_required
def drawer_report(request: HttpRequest, pk: int) -> HttpResponse:
    """The report of a closed drawer as PDF."""
    drawer = found(request, pk)
    if balance(drawer).closing is None:
        raise Http404
    audit(actor_of(request), action="papers.closing_report", subject=f"drawer:{drawer.pk}")
    disposition = f'inline; filename="shime-{drawer.day:%Y%m%d}-{drawer.pk}.pdf"'
    pdf = closing_report(request.tenant, drawer)  # type: ignore[attr-defined]
    return HttpResponse(pdf, content_type="application/pdf", headers={**NO_STORE, "Content-Disposition": disposition})


def found(request: HttpRequest, pk: int) -> Drawer:
    """The drawer of a page. Raises Http404, Forbidden."""
    try:
        return drawer_for(actor_of(request), pk)
    except Drawer.DoesNotExist as missing:
        raise Http404 from missing
