"""Components of the screens: ``{% load web %}``. Each is one small template in ``templates/web/parts/``."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from madoguchi.foundation.calendar import format_wareki, weekday_ja
from madoguchi.foundation.registry.links import person_links as links_for

from ..charts import Chart
from ..fields import describe, first_id
from ..icons import BRAND, svg
from ..progress_charts import ProgressChart

register = template.Library()

KIND_ICONS = {"": "info", "ok": "done", "warn": "warn", "bad": "bad", "accent": "info"}


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """``{% icon "search" %}``: the drawing of that name; ``{% icon "check" "s" %}`` for small text."""
    return svg(name, size)


@register.simple_tag
def brand() -> SafeString:
    """The sign of the house: a clerk at a window."""
    return SafeString(BRAND)


@register.simple_tag
def chip(text: object, kind: str = "", icon: str = "") -> SafeString:
    """``{% chip "済み" "ok" "check" %}``: a state as shape, word, colour. Kinds: ok, warn, bad, accent, none."""
    shape = svg(icon) if icon else SafeString("")
    return format_html('<span class="{}">{}{}</span>', f"chip {kind}".strip(), shape, text)


@register.simple_tag
def key(name: str) -> SafeString:
    """``{% key "F2" %}``: a key's cap, to stand inside the control that the key works."""
    return format_html("<kbd>{}</kbd>", name)


@register.simple_block_tag
def note(content: str, title: str = "", kind: str = "", icon: str = "", level: int = 2) -> str:
    """``{% note title="…" kind="warn" %}…{% endnote %}``: a framed remark. Kinds: none, ok, warn, bad."""
    drawing = svg(icon or KIND_ICONS[kind])
    context = {"content": content, "title": title, "kind": kind, "drawing": drawing, "level": level}
    return render_to_string("web/parts/note.html", context)


@register.simple_block_tag
def empty(content: str, title: str = "", icon: str = "inbox", slim: bool = False) -> str:
    """``{% empty title="まだありません" %}what to do{% endempty %}``: an honest empty state."""
    context = {"content": content, "title": title, "drawing": svg(icon), "slim": slim}
    return render_to_string("web/parts/empty.html", context)


@register.inclusion_tag("web/parts/field.html")
def field(bound: BoundField, width: int = 0, key: str = "", optional: bool = True) -> dict[str, Any]:
    """``{% field form.name %}``: label, 必須 or 任意, hint, error and control of a form field.

    ``width`` (1–12) is for the desk's twelve columns, ``key`` names the key that moves to it, ``optional=False``
    leaves the words 必須・任意 out, for dense desk forms.
    """
    return {**describe(bound), "width": width, "key": key, "marks": optional}


@register.inclusion_tag("web/parts/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """``{% error_summary form %}``: all errors of a form with links to their fields; nothing where there are none."""
    rows = [
        {"id": first_id(form[name]) if name in form.fields else "", "label": label_of(form, name), "text": text}
        for name, texts in form.errors.items()
        for text in texts
    ]
    return {"rows": rows, "count": len(rows)}


def label_of(form: BaseForm, name: str) -> str:
    """The label of a field, or "" for errors of the form as a whole."""
    return str(form[name].label) if name in form.fields else ""


@register.inclusion_tag("web/parts/steps.html")
def steps(names: Sequence[str], current: int) -> dict[str, Any]:
    """``{% steps names current=2 %}``: where one is in a sequence; ``current`` counts from 1."""
    rows = [
        {"name": name, "done": number < current, "current": number == current}
        for number, name in enumerate(names, start=1)
    ]
    return {"rows": rows, "current": current, "count": len(rows), "name": names[current - 1]}


@register.inclusion_tag("web/parts/pager.html", takes_context=True)
def pager(context: template.Context, before: object = "", after: object = "", shown: str = "") -> dict[str, Any]:
    """``{% pager before=page.before after=page.after %}``: keyset paging; a cursor that is empty ends the list.

    The links keep the page's other query parameters and set ``before`` or ``after``.
    """
    query = context["request"].GET.copy()
    for name in ("before", "after"):
        query.pop(name, None)
    rest = query.urlencode()
    return {"before": before or "", "after": after or "", "rest": f"{rest}&" if rest else "", "shown": shown}


@register.inclusion_tag("web/parts/progress.html")
def progress(done: int, total: int, label: str, state: str = "") -> dict[str, Any]:
    """``{% progress job.done job.total "取込み" %}``: how far long work is; total 0 means that it is not known yet."""
    percent = min(100, done * 100 // total) if total else None
    return {"done": done, "total": total, "label": label, "state": state, "percent": percent}


@register.inclusion_tag("web/charts/columns.html")
def column_chart(chart: Chart) -> dict[str, Any]:
    """``{% column_chart chart %}``: stacked columns of ``charts.columns``, with their key."""
    return {"chart": chart}


@register.inclusion_tag("web/charts/pyramid.html")
def pyramid_chart(chart: Chart) -> dict[str, Any]:
    """``{% pyramid_chart chart %}``: an age pyramid of ``charts.pyramid``, with its key."""
    return {"chart": chart}


@register.inclusion_tag("web/charts/progress.html")
def progress_chart(chart: ProgressChart) -> dict[str, Any]:
    """``{% progress_chart chart %}``: a year's way of ``progress_charts.progress_chart``, beside its figures."""
    return {"chart": chart}


@register.inclusion_tag("web/parts/meter.html")
def meter(done: int, total: int, label: str) -> dict[str, Any]:
    """``{% meter 3 8 "8件のうち3件が済み" %}``: one mark for each of a handful of things."""
    return {"marks": [number < done for number in range(total)], "label": label}


@register.inclusion_tag("web/parts/site_header.html", takes_context=True)
def site_header(context: template.Context) -> template.Context:
    """The portal's header: demo strip, name of the town, tools, languages."""
    return context


@register.inclusion_tag("web/parts/site_footer.html", takes_context=True)
def site_footer(context: template.Context) -> template.Context:
    """The portal's footer: the office and where else to go."""
    return context


@register.inclusion_tag("web/parts/desk_topbar.html", takes_context=True)
def desk_topbar(context: template.Context, items: Sequence[Any] = (), seat: str = "") -> dict[str, Any]:
    """``{% desk_topbar items seat %}``: the bar over a desk screen.

    ``items`` have ``label``, ``url`` and ``current``; ``seat`` is the counter's name (3番窓口).
    """
    flat: dict[str, Any] = {str(name): value for name, value in context.flatten().items()}
    return {**flat, "items": items, "seat": seat, "person": person(flat.get("user"))}


def person(user: Any) -> str:
    """The name that the desk shows for whoever is logged in, "" for nobody."""
    if user is None or not getattr(user, "is_authenticated", False):
        return ""
    return user.get_full_name() or user.get_username()


@register.inclusion_tag("web/parts/person_links.html", takes_context=True)
def person_links(context: template.Context, person_id: int) -> dict[str, Any]:
    """``{% person_links person.pk %}``: buttons into the systems that can do something for this person."""
    return {"links": links_for(context["request"].actor.may, person_id)}


@register.filter
def figure(value: int | None) -> str:
    """12,345; — for none."""
    return "—" if value is None or value == "" else f"{value:,}"


@register.filter
def wareki(day: dt.date | dt.datetime | None) -> str:
    """令和8年11月20日; "" for None."""
    return format_wareki(local(day), "long") if day else ""


@register.filter
def wareki_short(day: dt.date | dt.datetime | None) -> str:
    """R8.11.20; "" for None."""
    return format_wareki(local(day), "short") if day else ""


@register.filter
def wareki_day(day: dt.date | dt.datetime | None) -> str:
    """令和8年11月20日（金）; "" for None."""
    return f"{format_wareki(local(day), 'long')}（{weekday_ja(local(day))}）" if day else ""


@register.filter
def day(value: dt.date | dt.datetime | None) -> str:
    """A date in the words of the page's language: 和暦 in Japanese, Gregorian in others; with weekday."""
    if not value:
        return ""
    if translation.get_language() == "ja":
        return wareki_day(value)
    return f"{date_format(local(value), 'DATE_FORMAT')} ({date_format(local(value), 'D')})"


def local(value: dt.date | dt.datetime) -> dt.date:
    """The calendar day in the town's time zone."""
    if not isinstance(value, dt.datetime):
        return value
    return timezone.localdate(value) if timezone.is_aware(value) else value.date()
