"""The next plan at the desk: what goes on, as files or as a plan in preparation."""

from __future__ import annotations

import csv
import io

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from madoguchi.foundation.web.downloads import Rows, download, spreadsheet

from ..actions import load
from ..errors import Faulty, Refused
from ..loading.content import Card
from ..models import Plan
from ..queries.plans import plan_named
from ..system import MANAGE
from ..views.screen import actor_of, screen, tell
from .drafting import followed, measure_rows, word_rows


class FollowingForm(forms.Form):
    """What the next plan is."""

    code = forms.SlugField(label="計画の記号", max_length=20, help_text="半角の英小文字・数字・_。例：r10_r11")
    name = forms.CharField(label="計画の名", max_length=100)
    first = forms.IntegerField(label="初めの年度", min_value=1990, max_value=2100, help_text="西暦")
    last = forms.IntegerField(label="終わりの年度", min_value=1990, max_value=2100, help_text="西暦")

    def card(self) -> Card:
        """What plan it is."""
        data = self.cleaned_data
        return Card(code=data["code"], name=data["name"], first=data["first"], last=data["last"])


def next_years(plan: Plan) -> dict[str, int]:
    """As many years as this plan has, after it."""
    length = plan.last_year - plan.first_year
    return {"first": plan.last_year + 1, "last": plan.last_year + 1 + length}


@screen(MANAGE)
def following(request: HttpRequest, plan: str) -> HttpResponse:
    """What goes on, what ends, what changes; and a plan in preparation made of it."""
    found = plan_named(plan)
    measures = followed(found)
    form = FollowingForm(request.POST or None, initial=next_years(found))
    if request.method == "POST" and form.is_valid():
        try:
            check_new(form.card())
            measure_file, word_file = plain_csv(measure_rows(measures, form.card())), plain_csv(word_rows(measures))
            made = load(actor_of(request), card=form.card(), measures=measure_file, words=word_file).plan
            messages.success(request, f"{made.name}の素案を作りました。準備中なので、市民には見えません。")
            return redirect("plan:plan", plan=made.code)
        except Faulty as faulty:
            form.add_error(None, f"素案をそのままでは読み込めません。{faulty.faults[0]}")
        except Refused as refusal:
            tell(form, refusal)
    context = {
        "form": form,
        "plan": found,
        "going": [each for each in measures if not each.ends],
        "ending": [each for each in measures if each.ends],
        "changing": sum(each.changes for each in measures),
    }
    return render(request, "plan/following/plan.html", context, status=422 if form.errors else 200)


def check_new(card: Card) -> None:
    """Raises Refused for the code of a plan that is there: a draft never writes over one."""
    if Plan.objects.filter(code=card.code).exists():
        raise Refused("その記号の計画が、もうあります。別の記号にしてください。", "code")


def plain_csv(rows: Rows) -> bytes:
    """A file as the loading reads it: no cell is changed for spreadsheets."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()


@screen(MANAGE)
@require_safe
def following_csv(request: HttpRequest, plan: str) -> HttpResponse:
    """The measures that go on, in the form that the loading takes."""
    found = plan_named(plan)
    years = next_years(found)
    card = Card(code="", name="", first=years["first"], last=years["last"])
    return download(spreadsheet(measure_rows(followed(found), card)), f"次期計画の素案_{found.code}.csv")


@screen(MANAGE)
@require_safe
def following_words(request: HttpRequest, plan: str) -> HttpResponse:
    """Their goals, sections and descriptions, in the form that the loading takes."""
    found = plan_named(plan)
    return download(spreadsheet(word_rows(followed(found))), f"次期計画の素案_目標と説明_{found.code}.csv")
