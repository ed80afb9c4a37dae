"""A desk screen with every component, and a place that counts what is sent to it."""

import time

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from madoguchi.foundation.web.wareki import WarekiDateField, WarekiTextField

SENT: list[dict[str, str]] = []

SCREEN = """{% extends "web/desk_base.html" %}{% load web %}{% block page_title %}部品{% endblock %}
{% block main %}<h1>部品</h1>{% error_summary form %}
<form method="post" action="/sent/" class="cells" data-unsaved>{% field form.name width=3 key="F2" %}
{% field form.moved width=3 %}{% field form.born width=6 %}{% field form.sex width=3 %}{% field form.kind width=3 %}
{% field form.paper width=6 %}{% field form.sure width=3 %}
<button class="btn main w-3" name="act" value="save" data-key="Ctrl+Enter">確認{% key "Ctrl+Enter" %}</button></form>
{% empty title="まだありません" %}<p>ここに並びます</p>{% endempty %}
{% progress 30 120 "取込み" %}{% meter 1 3 "1件済み" %}
{% note title="注意" kind="warn" %}<p>期限が近い</p>{% endnote %}
{% chip "済み" "ok" "check" %}{% pager after="x" %}{% endblock %}
{% block keys %}<footer class="keys"><button class="btn tiny push" type="button" data-keys-open>
{% icon "keyboard" "s" %}キーの一覧{% key "?" %}</button></footer>{% endblock %}"""


class Notice(forms.Form):
    name = forms.CharField(label="氏名", widget=forms.TextInput(attrs={"data-key": "F2"}))
    moved = WarekiTextField(label="異動日", help_text="R8.11.20 など")
    born = WarekiDateField(label="生年月日")
    sex = forms.ChoiceField(label="性別", choices=[("1", "男"), ("2", "女")], widget=forms.RadioSelect)
    kind = forms.ChoiceField(label="届出人", choices=[("1", "本人"), ("2", "代理人")])
    paper = forms.FileField(label="添付", required=False)
    sure = forms.BooleanField(label="確かめました", required=False)


def screen(request: HttpRequest) -> HttpResponse:
    form = Notice({}) if "wrong" in request.GET else Notice()
    form.use_required_attribute = False
    page = engines["django"].from_string(SCREEN)
    return HttpResponse(page.render({"form": form, "menu": (), "seat": "3番窓口"}, request))


def sent(request: HttpRequest) -> HttpResponse:
    SENT.append(request.POST.dict())
    time.sleep(0.4)
    return HttpResponse("<!doctype html><title>受け付けました</title><h1>受け付けました</h1>")


urlpatterns = [path("", screen), path("sent/", sent)]
