"""A resident at home with the slip."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from madoguchi.engines.people.api import visible_to
from madoguchi.foundation.audit.models import Entry
from madoguchi.systems.security.looks import actions
from madoguchi.systems.security.looks.models import Slip

pytestmark = pytest.mark.django_db
BORN = date(1980, 3, 14)
TYPED = {"born_0": "昭和", "born_1": "55", "born_2": "3", "born_3": "14"}


@pytest.fixture
def given(families, yamada, clerk):
    return actions.give_slip(clerk.as_actor("住民からの照会"), person_id=yamada.person_id, identity_check="旅券")


def text(response) -> str:
    return re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def enter(client, code, **changes):
    return client.post("/looks/", {"code": code, **TYPED, **changes})


def test_the_resident_sees_when_which_division_and_for_what_but_nobodys_name(given, visitor, clerk):
    answer = enter(visitor, actions.grouped(given.code))
    assert (answer.status_code, answer["Location"]) == (302, "/looks/record/")
    page = visitor.get("/looks/record/")
    words = text(page)
    assert "窓口サービス課" in words
    assert "住民からの照会" in words
    assert "記録を開いて閲覧" in words
    for name in (clerk.name, "窓口　一子", "一子", "係長　二郎", "二郎", "山田", "太郎", "大日"):
        assert name not in words, name
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize("typed", [str.lower, lambda code: f" {actions.grouped(code)} ", lambda code: "".join(
    chr(ord(sign) + 0xFEE0) for sign in code)])  # fmt: skip
def test_a_code_is_known_however_it_is_typed(given, visitor, typed):
    assert enter(visitor, typed(given.code)).status_code == 302


def test_a_code_opens_once(given, visitor, client):
    assert enter(visitor, given.code).status_code == 302
    visitor.post("/looks/close/")
    assert visitor.get("/looks/record/").status_code == 302
    assert enter(visitor, given.code).status_code == 422
    assert Entry.objects.filter(action="looks.open_slip").count() == 1


def test_whatever_is_wrong_the_answer_is_the_same(given, visitor):
    answers = {re.sub(r'value="[^"]*"', "", enter(visitor, code, **changes).content.decode()) for code, changes in (
        (given.code, {"born_3": "15"}), ("ABCDEFGHJKLMNPQR", {}), ("ABCDEFGHJKLMNPQR", {"born_3": "15"}),
    )}  # fmt: skip
    stripped = {re.sub(r"<option.*?>|nonce=.*?>", "", answer) for answer in answers}
    assert len(stripped) == 1


def test_after_five_wrong_dates_the_code_is_dead(given):
    for _ in range(5):
        assert actions.open_slip(code=given.code, born=BORN + timedelta(days=1)) is None
    assert actions.open_slip(code=given.code, born=BORN) is None
    assert Slip.objects.get().opened_at is None


def test_after_fourteen_days_the_code_is_dead(given):
    Slip.objects.update(given_at=timezone.now() - timedelta(days=15), valid_until=timezone.now() - timedelta(days=1))
    assert actions.open_slip(code=given.code, born=BORN) is None


def test_a_slip_given_before_someone_is_protected_opens_nothing(given, supervisor, monkeypatch):
    monkeypatch.setattr(actions, "guarded_among", lambda actor, ids: frozenset(ids))
    assert actions.open_slip(code=given.code, born=BORN) is None
    Slip.objects.update(whole=True)
    assert actions.open_slip(code=given.code, born=BORN) is not None


def test_the_page_closes_after_half_an_hour(given, visitor, monkeypatch):
    enter(visitor, given.code)
    later = timezone.now() + timedelta(minutes=31)
    monkeypatch.setattr("madoguchi.systems.security.looks.portal.timezone.now", lambda: later)
    assert visitor.get("/looks/record/").status_code == 302


def test_nobody_reaches_the_record_without_a_slip(visitor, given):
    assert visitor.get("/looks/record/")["Location"] == "/looks/"
    assert visitor.get("/looks/close/").status_code == 405


@pytest.mark.parametrize(
    ("language", "words"), [("en", "who looked at your record"), ("zh-hans", "查看"), ("ko", "내 기록")]
)
def test_it_speaks_four_languages(visitor, given, language, words):
    page = visitor.get(f"/{language}/looks/")
    assert page.status_code == 200
    assert words in text(page)
    enter(visitor, given.code)
    record = text(visitor.get(f"/{language}/looks/record/"))
    assert "あなた" not in record


def test_who_guesses_is_stopped(visitor, given, settings):
    from madoguchi.foundation.defence.figures import Limit

    settings.MADOGUCHI_LIMITS = {**settings.MADOGUCHI_LIMITS, "slip": Limit(times=3, seconds=600)}
    answers = [enter(visitor, "ABCDEFGHJKLMNPQR").status_code for _ in range(4)]
    assert answers == [422, 422, 422, 429]


def test_a_look_at_the_counter_is_there_at_once(given, visitor, clerk, yamada):
    visible_to(clerk.as_actor("証明の交付")).person(yamada.person_id)
    enter(visitor, given.code)
    assert "証明の交付" in text(visitor.get("/looks/record/"))


def test_one_screen_is_one_line_however_often_it_asked(given, visitor, clerk, yamada, monkeypatch):
    noon = timezone.now().replace(hour=3, minute=0, second=5, microsecond=0) - timedelta(days=1)
    monkeypatch.setattr("madoguchi.foundation.audit.actions.timezone.now", lambda: noon)
    for _ in range(4):
        visible_to(clerk.as_actor("実態調査")).person(yamada.person_id)
    monkeypatch.undo()
    enter(visitor, given.code)
    assert text(visitor.get("/looks/record/")).count("実態調査") == 1


def test_codes_are_made_by_chance_and_read_plainly():
    codes = {actions.new_code() for _ in range(200)}
    assert len(codes) == 200
    assert not set("".join(codes)) & set("01IO")
