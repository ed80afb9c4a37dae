"""Anyone checks a paper by its code, and learns nothing else."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from madoguchi.engines.issuance.actions.undoing import void
from madoguchi.engines.issuance.heading import check_url
from madoguchi.engines.issuance.models import PaperRequest
from madoguchi.engines.issuance.rules.codes import ALPHABET, grouped, new_code, typed_code
from madoguchi.foundation.defence.figures import Limit
from madoguchi.foundation.towns.models import Domain

from .counter import Counter, asked

pytestmark = pytest.mark.django_db


def code_of(counter: Counter, **changes: object) -> str:
    """The code on a paper that was handed out."""
    return asked(counter.issue(**changes)).code


def page(visitor: Client, code: str, prefix: str = "") -> tuple[int, str]:
    """Status and words of the page of a code, without the address of the page itself and what was typed."""
    response = visitor.get(f"{prefix}/verify/{code}")
    return response.status_code, re.sub(r'(/verify/|value=")[^"]*"', r'\1"', response.content.decode())


def test_a_paper_that_was_issued_passes_and_names_nobody(counter: Counter, visitor: Client) -> None:
    paper = asked(counter.issue())
    status, words = page(visitor, paper.code)
    assert status == 200
    assert "交付された証明書です" in words
    assert paper.serial[-4:] in words
    assert paper.serial not in words
    assert "甲野" not in words
    assert "大日" not in words


def test_a_void_paper_does_not_pass(counter: Counter, visitor: Client) -> None:
    issued = counter.issue()
    void(counter.chief, request_id=issued.request_id, reason="内容の間違い")
    status, words = page(visitor, asked(issued).code)
    assert (status, "無効にされた証明書です" in words) == (200, True)
    assert "内容の間違い" not in words


def test_a_paper_that_was_never_handed_out_is_not_known(counter: Counter, visitor: Client) -> None:
    assert page(visitor, asked(counter.begin()).code)[0] == 404


def test_an_old_paper_is_no_longer_vouched_for(counter: Counter, visitor: Client) -> None:
    paper = asked(counter.issue())
    PaperRequest.objects.filter(pk=paper.pk).update(requested_at=paper.requested_at - timedelta(days=100))
    assert "確認できる期間を過ぎています" in page(visitor, paper.code)[1]


@pytest.mark.parametrize("wrong", ["unknown", "short", "!" * 16, "A" * 400, "甲" * 16, "0" * 16])
def test_unknown_and_impossible_codes_are_answered_alike(counter: Counter, visitor: Client, wrong: str) -> None:
    counter.issue()
    unknown = page(visitor, new_code())
    with CaptureQueriesContext(connection) as made:
        answered = page(visitor, wrong)
    searches = [each for each in made.captured_queries if "issuance_paperrequest" in each["sql"]]
    assert answered[0] == unknown[0] == 404
    assert answered[1] == unknown[1]
    assert "確認できません" in answered[1]
    assert len(searches) == 1, "the same way through the database"


def test_a_code_may_be_typed_as_it_is_printed_or_misread(counter: Counter, visitor: Client) -> None:
    code = code_of(counter)
    for typed in (grouped(code), code.lower(), grouped(code).replace("-", " "), code.replace("0", "O")):
        assert visitor.get("/verify/", {"code": typed}).status_code == 200


def test_a_code_is_long_enough_that_nobody_guesses_it() -> None:
    codes = {new_code() for _ in range(1000)}
    assert len(codes) == 1000
    assert len(ALPHABET) ** len(codes.pop()) == 2**80
    assert typed_code("") == typed_code("7K3Q-91XD") == ""


@pytest.mark.parametrize(
    ("prefix", "words"),
    [
        ("", "交付された証明書です"),
        ("/en", "This certificate was issued"),
        ("/zh-hans", "此证明书已签发"),
        ("/ko", "발급된 증명서입니다"),
    ],
)
def test_the_page_speaks_four_languages(counter: Counter, visitor: Client, prefix: str, words: str) -> None:
    assert words in page(visitor, code_of(counter), prefix)[1]


def test_who_asks_too_often_waits(counter: Counter, visitor: Client, settings: Any) -> None:
    code = code_of(counter)
    settings.MADOGUCHI_LIMITS = {**settings.MADOGUCHI_LIMITS, "verify": Limit(times=2, seconds=600)}
    for _ in range(2):
        assert page(visitor, code)[0] == 200
    status, words = page(visitor, code)
    assert (status, "交付された" in words) == (429, False)
    assert page(visitor, new_code())[1] == words, "it tells nothing of the code either"


def test_the_page_leaves_no_trace_elsewhere(counter: Counter, visitor: Client) -> None:
    response = visitor.get(f"/verify/{code_of(counter)}")
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "no-referrer"


def test_the_other_town_does_not_know_it(counter: Counter, other_town: object, client: Client) -> None:
    assert client.get(f"/verify/{code_of(counter)}", headers={"host": "hinata.localhost"}).status_code == 404


def test_the_code_leads_to_the_towns_own_name(counter: Counter) -> None:
    assert check_url(counter.town, "X").startswith("http://yotsukaido.localhost:8000/verify/X")
    Domain.objects.create(domain="shimin.example.jp", tenant=counter.town, is_primary=False)
    assert check_url(counter.town, "X").startswith("http://shimin.example.jp:8000/verify/X")
