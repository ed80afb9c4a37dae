"""The page on which anyone checks a paper: by the code on it, without a log-in, on a phone, without scripts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from madoguchi.foundation.defence.limits import limited

from .queries.checking import check_paper

PREFIX = "verify"
app_name = "verify"
NOT_FOUND = 404


class CodeForm(forms.Form):
    """The code as it is printed below the two-dimensional code."""

    code = forms.CharField(
        label=_("確認コード"),
        max_length=40,
        help_text=_("二次元コードの下にある16文字です。ハイフンは入れなくてもかまいません。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


@require_safe
@limited("verify")
def check(request: HttpRequest, code: str = "") -> HttpResponse:
    """The form, and what a code tells. Unknown and impossible codes are answered alike."""
    typed = code or request.GET.get("code", "")
    if not typed:
        return answer(request, {"form": CodeForm()}, 200)
    found = check_paper(typed)
    form = CodeForm() if found else CodeForm(initial={"code": typed})
    context: dict[str, Any] = {"form": form, "found": found, "asked": True}
    return answer(request, context, 200 if found else NOT_FOUND)


def answer(request: HttpRequest, context: dict[str, Any], status: int) -> HttpResponse:
    """The page; nobody keeps a copy of it, and no other site learns the code."""
    headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
    page = render(request, "issuance/check.html", context, status=status)
    for name, value in headers.items():
        page[name] = value
    return page


urlpatterns = [path("", check, name="form"), path("<str:code>", check, name="code")]
