"""公印: which image stands on the papers from when on."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from madoguchi.engines.people.api import Refused
from madoguchi.foundation.access import require
from madoguchi.foundation.web.screens import tell
from madoguchi.foundation.web.wareki import WarekiTextField

from ..actions.seals import add_seal
from ..models import OfficialSeal
from ..permissions import SEALS
from .papers import NO_STORE
from .screen import actor_of


class SealForm(forms.Form):
    """A new image of the seal."""

    title = forms.CharField(label="公印の名称", max_length=60, initial="市長印（証明用）")
    image = forms.FileField(label="印影の画像", help_text="正方形に切り取ったPNGかJPEG。600dpi以上で読み取ったもの。")
    side_mm = forms.IntegerField(label="一辺（mm）", min_value=15, max_value=35, initial=22)
    start = WarekiTextField(label="使い始める日")
    reason = forms.CharField(label="登録の理由", max_length=200, help_text="例　改印、職務代理者の開始")


@login_required
def seal_list(request: HttpRequest) -> HttpResponse:
    """Every seal with its period, and the form of a new one."""
    require(actor_of(request), SEALS)
    form = SealForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            add_seal(
                actor_of(request), title=data["title"], image=data["image"].read(), side_mm=data["side_mm"],
                start=data["start"], reason=data["reason"],
            )  # fmt: skip
            messages.success(request, "公印の印影を登録しました。")
            return redirect("issuance:seals")
        except Refused as refusal:
            tell(form, refusal)
    rows = OfficialSeal.objects.defer("image").order_by("-valid")
    context = {"rows": rows, "form": form, "today": timezone.localdate()}
    return render(request, "issuance/seals.html", context, status=422 if form.errors else 200)


@require_safe
@login_required
def seal_image(request: HttpRequest, pk: int) -> HttpResponse:
    """The image of a seal, for those who look after it."""
    require(actor_of(request), SEALS)
    seal = get_object_or_404(OfficialSeal, pk=pk)
    return HttpResponse(bytes(seal.image), content_type="image/png", headers=NO_STORE)
