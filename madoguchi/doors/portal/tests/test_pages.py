"""A resident looks for what to do, in four languages."""

import datetime as dt
import re
from html.parser import HTMLParser

import pytest
from django.utils import timezone

from madoguchi.doors.portal import views
from madoguchi.doors.portal.life import LIFE_EVENTS
from madoguchi.foundation.registry import Portal, System

PAGES = [
    "/",
    "/procedures/",
    "/procedures/?q=転入",
    "/procedures/?q=相撲",
    "/procedures/move-in/",
    "/procedures/care-assessment/",
    "/life/moving/",
    "/life/marriage/",
    "/notices/",
    "/about/",
]


class JapaneseOutside(HTMLParser):
    """Collects kana outside elements marked ``lang="ja"``: words that were left untranslated."""

    VOID = {"meta", "link", "input", "br", "path", "circle"}

    def __init__(self) -> None:
        super().__init__()
        self.marked: list[bool] = []
        self.left: list[str] = []

    def handle_starttag(self, tag, attrs) -> None:
        if tag not in self.VOID:
            self.marked.append(dict(attrs).get("lang") == "ja" or tag in {"svg", "title"})

    def handle_endtag(self, tag) -> None:
        if tag not in self.VOID and self.marked:
            self.marked.pop()

    def handle_data(self, data) -> None:
        if not any(self.marked) and re.search("[ぁ-んァ-ヶ]", data):
            self.left.append(data.strip())


def page(visitor, url: str) -> str:
    response = visitor.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


@pytest.mark.parametrize("url", PAGES)
def test_every_page_has_one_heading_one_main_and_a_way_past_the_header(visitor, url):
    html = page(visitor, url)
    assert len(re.findall(r"<h1[ >]", html)) == 1
    assert html.count("<main ") == 1 and 'class="skip" href="#main"' in html
    assert "<title>" in html and "デモ環境" in html


@pytest.mark.parametrize("url", PAGES)
@pytest.mark.parametrize("language", ["en", "zh-hans", "ko"])
def test_nothing_is_left_in_japanese_but_what_says_so(visitor, url, language):
    html = page(visitor, f"/{language}{url}")
    assert f'<html lang="{language}">' in html
    reader = JapaneseOutside()
    reader.feed(re.sub(r"「?[転相][入撲]」?", "", html).replace("みほん市役所", "").replace("みほん市", ""))
    left = [words for words in reader.left if "仮" not in words and "午前8時30分" not in words]
    assert left == []


@pytest.mark.parametrize("url", PAGES)
def test_every_link_of_every_page_leads_somewhere(visitor, url):
    html = page(visitor, url)
    links = set(re.findall(r'<a [^>]*href="(/[^"#]*)', html))
    assert len(links) >= 7
    for link in links:
        assert visitor.get(link.replace("&amp;", "&")).status_code == 200, link


@pytest.mark.django_db
def test_the_language_switch_keeps_the_page_and_the_search(visitor):
    html = page(visitor, "/procedures/?q=%E8%BB%A2%E5%85%A5")
    assert 'href="/en/procedures/?q=%E8%BB%A2%E5%85%A5"' in html
    assert 'href="/procedures/move-in/"' in page(visitor, "/ko/procedures/move-in/")


def test_the_browser_s_language_never_changes_an_address(visitor):
    response = visitor.get("/", headers={"accept-language": "ko"})
    assert response.status_code == 200
    assert '<html lang="ja">' in response.content.decode()


def test_the_home_offers_eight_life_events_and_the_number_of_procedures(visitor):
    html = page(visitor, "/")
    assert html.count('class="tile"') == len(LIFE_EVENTS) == 8
    assert "すべての手続を見る（3件）" in html
    assert "See all 3 procedures" in page(visitor, "/en/")


@pytest.mark.django_db
def test_a_search_says_how_much_it_found(visitor):
    assert "「転入」で2件見つかりました。" in page(visitor, "/procedures/?q=転入")
    assert "見つかりませんでした" in page(visitor, "/procedures/?q=相撲")


@pytest.mark.parametrize("query", ["<script>alert(1)</script>", "%00", "％', '", "あ" * 5000])
def test_a_strange_search_is_only_a_search(visitor, query):
    response = visitor.get("/procedures/", {"q": query})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_a_procedure_says_until_when_where_and_with_what(visitor):
    html = page(visitor, "/procedures/move-in/")
    for fact in ("その日から14日以内", "転出証明書", "窓口サービス課（1階）", "住民基本台帳法第22条"):
        assert fact in html
    assert "まだ受け付けていません" not in html


def test_what_is_only_announced_or_provisional_says_so(visitor):
    assert "まだ受け付けていません" in page(visitor, "/procedures/child-allowance/")
    assert "確かめていない内容があります" in page(visitor, "/procedures/care-assessment/")


@pytest.mark.parametrize("url", ["/procedures/nothing/", "/life/nothing/", "/nowhere", "/en/nowhere/"])
def test_what_is_not_there_is_a_gentle_404(visitor, url):
    response = visitor.get(url, follow=True)
    assert response.status_code == 404
    assert "お探しのページは見つかりませんでした" in response.content.decode()


def test_a_town_without_procedures_says_so(visitor, monkeypatch):
    monkeypatch.setattr(views, "procedures", lambda schema: ())
    assert "手続は、まだ登録されていません" in page(visitor, "/procedures/")
    assert "すべての手続を見る" not in page(visitor, "/")


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (dt.datetime(2026, 11, 20, 5, tzinfo=dt.UTC), ["今日は開庁日です"]),
        (dt.datetime(2026, 11, 21, 5, tzinfo=dt.UTC), ["今日は閉庁日です", "令和8年11月24日（火）"]),
    ],
)
def test_the_home_knows_whether_the_offices_are_open(visitor, monkeypatch, today, words):
    monkeypatch.setattr(timezone, "now", lambda: today)
    html = page(visitor, "/")
    assert all(word in html for word in words)


def waiting(town: str) -> dict[str, object]:
    return {"title": f"{town}の順番待ち", "content": "4人"}


def broken(town: str) -> dict[str, object]:
    raise RuntimeError("secret of the inside")


def with_boxes(monkeypatch, *providers: str) -> None:
    boxes = tuple(Portal(template="web/parts/note.html", provider=f"{__name__}.{name}") for name in providers)
    system = System(code="X1", name="試し", summary="", portal=boxes)
    monkeypatch.setattr("madoguchi.doors.portal.widgets.systems", lambda: (system,))
    monkeypatch.setattr("madoguchi.doors.portal.widgets.import_string", lambda path: globals()[path.split(".")[-1]])


def test_a_system_s_box_is_on_the_home(visitor, monkeypatch):
    assert "混み具合はまだ表示できません" in page(visitor, "/")
    with_boxes(monkeypatch, "waiting")
    html = page(visitor, "/")
    assert "mihonの順番待ち" in html
    assert "混み具合はまだ表示できません" not in html


def test_one_broken_box_does_not_take_the_home_away(visitor, monkeypatch):
    with_boxes(monkeypatch, "broken", "waiting")
    html = page(visitor, "/")
    assert "いま表示できません" in html and "mihonの順番待ち" in html
    assert "secret" not in html


def test_the_portal_only_answers_questions(visitor):
    assert visitor.post("/", {"a": "b"}).status_code == 405
