"""Components: what a template writes is what a screen reader and a strict CSP can live with."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from madoguchi.foundation.web.icons import ICONS
from madoguchi.foundation.web.wareki import WarekiDateField

TAGS = re.compile(r"{%.*?%}|{{.*?}}")
MADOGUCHI = Path(__file__).resolve().parents[3]


class Notice(forms.Form):
    name = forms.CharField(label="氏名", help_text="住民票のとおり")
    born = WarekiDateField(label="生年月日")
    sex = forms.ChoiceField(label="性別", choices=[("1", "男"), ("2", "女")], widget=forms.RadioSelect)
    sure = forms.BooleanField(label="確かめました", required=False)


def render(source: str, request=None, **context) -> str:
    return Template("{% load web %}" + source).render(Context({"request": request, **context}))


def ids(html: str) -> set[str]:
    return set(re.findall(r'\bid="([^"]+)"', html))


def test_a_field_binds_label_hint_and_error_to_its_control():
    html = render("{% field form.name %}", form=Notice({}))
    assert '<label for="id_name">' in html
    described = re.search(r'<input[^>]*aria-describedby="([^"]+)"', html).group(1).split()
    assert described == ["id_name_hint", "id_name_error"]
    assert set(described) <= ids(html)
    assert 'aria-invalid="true"' in html and "必須" in html and "入力してください。" in html


def test_a_group_is_a_fieldset_that_carries_hint_and_error():
    html = render("{% field form.born %}{% field form.sex %}", form=Notice({}))
    assert html.count("<fieldset") == html.count("<legend") == 2
    for described in re.findall(r'<fieldset[^>]*aria-describedby="([^"]+)"', html):
        assert set(described.split()) <= ids(html)


def test_every_link_of_the_error_summary_leads_to_a_control():
    form = Notice({})
    html = render("{% error_summary form %}{% for field in form %}{% field field %}{% endfor %}", form=form)
    links = re.findall(r'href="#([^"]+)"', html)
    assert links == ["id_name", "id_born_1", "id_sex_0"]
    assert set(links) <= ids(html)
    assert "入力を直してください（3件）" in html


def test_a_form_without_errors_has_no_summary():
    assert render("{% error_summary form %}", form=Notice()).strip() == ""


def test_what_people_typed_is_escaped():
    evil = "<script>alert(1)</script>"
    for source in ("{% chip evil %}", "{% key evil %}", "{% note title=evil %}{{ evil }}{% endnote %}"):
        assert "<script>" not in render(source, evil=evil)


def test_paging_keeps_the_search_and_moves_by_key(rf):
    request = rf.get("/?q=渡辺&after=old&before=older")
    html = render("{% pager before=b after=a %}", request=request, b="", a="k&1")
    assert "after=k%261" in html and "q=%E6%B8%A1%E8%BE%BA" in html
    assert "old" not in html and "ここが先頭です" in html


def test_long_work_shows_how_far_it_is():
    assert 'value="25"' in render('{% progress 30 120 "取込み" %}')
    unknown = render('{% progress 0 0 "集計" %}')
    assert "value=" not in unknown and "準備しています" in unknown


def test_the_present_step_is_named_in_words():
    html = render("{% steps names 2 %}", names=["本人確認", "日付", "送信"])
    assert "3段階のうち2段階目" in html
    assert html.count('aria-current="step"') == 1 and html.count("済み：") == 1


def test_dates_speak_the_language_of_the_page():
    moment = dt.datetime(2026, 11, 19, 16, 0, tzinfo=dt.UTC)
    assert render("{{ d|wareki }} {{ d|wareki_short }}", d=moment) == "令和8年11月20日 R8.11.20"
    assert render("{{ d|day }}", d=moment) == "令和8年11月20日（金）"
    with translation.override("en"):
        assert render("{{ d|day }}", d=moment) == "Nov. 20, 2026 (Fri)"
    assert render("{{ d|wareki }}{{ d|day }}", d=None) == ""


def test_every_icon_is_hidden_from_screen_readers():
    for name in ICONS:
        assert 'aria-hidden="true"' in render("{% icon name %}", name=name)


def test_an_icon_that_is_not_drawn_is_a_fault():
    with pytest.raises(KeyError):
        render('{% icon "unicorn" %}')


def test_both_bases_render_without_any_door(request_of_town):
    from django.template.loader import render_to_string

    portal = render_to_string("web/portal_base.html", {"menu": ()}, request_of_town)
    desk = render_to_string("web/desk_base.html", {"menu": ()}, request_of_town)
    for html in (portal, desk):
        assert "みほん市" in html and 'href="#main"' in html and 'id="main"' in html


def test_no_template_has_a_style_attribute_or_an_inline_script():
    bad = re.compile(r'\sstyle="|\son[a-z]+="|<style|<script(?![^>]*\ssrc=)')
    found = [
        str(path.relative_to(MADOGUCHI))
        for folder in ("foundation/web", "doors/portal")
        for path in (MADOGUCHI / folder).rglob("templates/**/*.html")
        if bad.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_templates_use_only_classes_that_the_stylesheet_has():
    css = (MADOGUCHI / "foundation/web/static/web/madoguchi.css").read_text(encoding="utf-8")
    known = set(re.findall(r"\.(-?[a-zA-Z][\w-]*)", css)) | {"portal"}
    used = {
        name
        for folder in ("foundation/web", "doors/portal")
        for path in (MADOGUCHI / folder).rglob("templates/**/*.html")
        for words in re.findall(r'class="([^"]*)"', TAGS.sub(" ", path.read_text(encoding="utf-8")))
        for name in words.split()
        if not name.endswith("-")
    }
    assert used - known == set()
