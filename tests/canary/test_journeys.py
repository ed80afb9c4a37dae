"""Ways that need more than an address: notices at the counter, files, failures, logs, tables."""

from __future__ import annotations

import csv
import io
from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from madoguchi.engines.people import api
from madoguchi.foundation.access.models import User
from madoguchi.foundation.audit.models import Entry
from madoguchi.foundation.testing.staff import client_of
from madoguchi.systems.window.residents.exchange.exporting import export_file

from .forms import filled
from .people import Walker, taken_back
from .planting import NOBODY_IN_HOUSE, Planted
from .signs import SIGNS, signs_in, text_of_pdf, within

pytestmark = pytest.mark.django_db
EVENTS = ("move_in", "move_within", "move_out", "birth", "death", "identity", "household", "nationality", "ex_officio")


@pytest.fixture
def clerk_at_work(clerk: User, planted: Planted, without_sight: None) -> Walker:
    """The clerk at the counter."""
    return Walker("clerk", client_of(clerk), clerk)


def bytes_of(response: Any) -> bytes:
    """Every byte of an answer."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return f"{sorted(response.headers.items())}".encode() + body


@pytest.mark.parametrize("event", EVENTS)
def test_a_notice_about_her_is_stopped_and_tells_nothing(event: str, clerk_at_work: Walker, planted: Planted) -> None:
    url = f"{reverse('counter:screen')}?event={event}&person={planted.victim}"
    for answer in (clerk_at_work.client.get(url), clerk_at_work.client.post(url, {"do": "record"})):
        assert answer.status_code == 403
        assert "この方の手続は係長が承ります" in answer.content.decode()
        assert signs_in(bytes_of(answer), url) == []


@pytest.mark.parametrize("event", EVENTS)
def test_a_notice_about_him_tells_nothing_of_her(event: str, clerk_at_work: Walker, planted: Planted) -> None:
    """His household of today and of then, her household by its number, her address as his new one."""
    url = f"{reverse('counter:screen')}?event={event}&person={planted.offender}"
    form = filled(clerk_at_work.client.get(url))
    for typed in (
        {"event_on": "R8.3.1"},
        {"join_number": SIGNS["house"], "what": "merge"},
        {"join_number": SIGNS["house"], "what": "change", "people": [str(planted.offender)]},
        {"address": f"鹿渡{SIGNS['lot']}", "building": SIGNS["building"]},
        {"n-0-name": "見張 秘美子", "n-0-name_kana": "ミハリ ヒミコ", "n-0-birth_on": "S54.11.13", "n-0-sex": "2",
         "n-0-relation": "世帯主", "previous": "千葉県佐倉市1", "address": "大日5番地"},
        {"n-0-person_id": str(planted.victim), "previous": "千葉県佐倉市1", "address": "大日5番地"},
        {"people": [str(planted.victim)], "person": str(planted.victim)},
    ):  # fmt: skip
        with taken_back():
            answer = clerk_at_work.client.post(url, {**form, **typed, "do": "record"})
        said = within(" ".join(map(str, typed.values())))
        assert signs_in(bytes_of(answer), f"{url} {typed}", said) == []
        assert "同じ住所に別の世帯" not in answer.content.decode()


def test_a_case_that_was_opened_before_is_closed_with_her(
    clerk_at_work: Walker, supervisor: User, planted: Planted
) -> None:
    from madoguchi.systems.window.counter.models import Case

    for case in Case.objects.all():
        for url in (reverse("counter:case", args=[case.pk]), reverse("counter:papers", args=[case.pk])):
            answer = clerk_at_work.client.get(url)
            assert answer.status_code in {403, 404}, url
            assert signs_in(bytes_of(answer), url) == []
        taken_up = clerk_at_work.client.post(reverse("counter:move_case", args=[case.pk]), {"do": "resume"})
        assert signs_in(bytes_of(taken_up), "resume") == []
    recorded = Case.objects.get(act__isnull=False)
    papers = client_of(supervisor).get(reverse("counter:papers", args=[recorded.pk]))
    assert papers.status_code == 200
    assert {"child"} <= {found.sign for found in signs_in(text_of_pdf(papers.content), "papers")}


def test_she_and_one_who_is_not_there_are_the_same_page(hidden_from: dict[str, Walker], planted: Planted) -> None:
    for name in ("viewer", "ignorant clerk"):
        client = hidden_from[name].client
        for route in ("residents:person", "residents:timeline", "residents:household", "certificates:new"):
            pages = []
            for key in (planted.refuge if route.endswith("household") else planted.victim, NOBODY_IN_HOUSE):
                answer = client.get(reverse(route, args=[key]))
                # in addresses alone: a short number is also in the drawing of an icon
                pages.append((answer.status_code, answer.content.replace(f"/{key}/".encode(), b"/#/")))
            assert pages[0] == pages[1], (name, route)


def export(user: User, folder: Path) -> bytes:
    """The file of 122 columns, written with the rights of a member of staff as an approved export is."""
    path = folder / f"{user.username}.csv"
    export_file(user.as_actor(), path=path, reason="試験", tell=lambda done, total, words: None)
    return path.read_bytes()


def test_an_export_without_sight_leaves_them_out(
    hidden_from: dict[str, Walker], supervisor: User, tmp_path: Path
) -> None:
    with_her, without = export(supervisor, tmp_path), export(hidden_from["blind supervisor"].user, tmp_path)
    assert {"name", "kana", "lot", "building", "domicile", "koseki_head", "person", "house", "code"} <= {
        found.sign for found in signs_in(with_her, "export")
    }
    assert signs_in(without, "export") == []
    lines = list(csv.DictReader(io.StringIO(without.decode())))
    assert len(lines) == 2, "him and the friend"


def test_a_terminal_shows_her_to_nobody(planted: Planted) -> None:
    from madoguchi.systems.window.residents.commands import search_residents

    for words in (["鴉羽"], ["見張"], [f"鹿渡{SIGNS['lot']}"], [SIGNS["person"]], [SIGNS["house"]], ["S54.11.13"]):
        found = search_residents(Namespace(words=words, size=50))
        assert signs_in(f"{found}".encode(), str(words), within(words[0])) == []


def test_what_the_audit_jobs_and_sessions_keep_is_silent(
    hidden_from: dict[str, Walker], planted: Planted, supervisor: User, rows_of: Any
) -> None:
    for walker in (*hidden_from.values(), Walker("supervisor", client_of(supervisor), supervisor)):
        for person in planted.persons:
            walker.client.get(reverse("residents:person", args=[person]))
        walker.client.get(reverse("residents:search"), {"q": "鴉羽 秘美子"})
    tables = [
        table
        for table in connection.introspection.table_names()
        if table.startswith(
            ("audit_", "jobs_", "django_session", "counter_ticket", "counter_step", "wagtail", "access_")
        )
    ]
    assert "audit_entry" in tables
    for table in tables:
        assert signs_in("\n".join(rows_of(table)).encode(), table) == [], table
    keys = rows_of("people_searchkey", "NOT guarded")
    assert signs_in("\n".join(keys).encode(), "search keys of others", frozenset({"given"})) == []
    assert len(rows_of("people_searchkey", "guarded")) == 2


def test_the_audit_does_not_say_who_is_protected(planted: Planted) -> None:
    for entry in Entry.objects.filter(action__startswith="people.protection"):
        assert not entry.subject.startswith("person:") and entry.detail == {}


def test_an_opening_of_her_number_shows_nothing_once_she_is_protected(
    clerk_at_work: Walker, supervisor: User, planted: Planted
) -> None:
    """The clerk's was approved, and lasts; so does the supervisor's, who still may see her."""
    shown = {}
    for user in (clerk_at_work.user, supervisor):
        assert user
        lasting = api.Opening.objects.get(asked_by=user.pk, state="approved")
        client = client_of(user)
        for name in ("opening", "numbers"):
            ask = client.post if name == "numbers" else client.get
            url = reverse(f"residents:{name}", args=[lasting.pk])
            answer = ask(url)
            assert answer.status_code == 200, url
            shown[user, name] = {found.sign for found in signs_in(bytes_of(answer), url)}
    assert shown[clerk_at_work.user, "opening"] == shown[clerk_at_work.user, "numbers"] == set()
    assert "individual_shown" in shown[supervisor, "numbers"] and "name" in shown[supervisor, "opening"]


def test_no_table_holds_her_number_open(planted: Planted, rows_of: Any) -> None:
    for table in connection.introspection.table_names():
        met = {found.sign for found in signs_in("\n".join(rows_of(table)).encode(), table)}
        assert not met & {"individual", "individual_shown"}, table


def test_a_failure_says_nothing_on_the_page_and_in_the_log(
    clerk_at_work: Walker, planted: Planted, logged: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database refuses a row of hers: it says so with the row, and the log must not."""
    from madoguchi.systems.window.residents.views import person as view

    def broken(*args: object) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE people_identity SET name = NULL WHERE person_id = %s", [planted.victim])

    monkeypatch.setattr(view, "facts_of", broken)
    client = client_of(clerk_at_work.user)
    client.raise_request_exception = False
    answer = client.get(reverse("residents:person", args=[planted.offender]))
    assert answer.status_code == 500 and "こちらの不具合で" in answer.content.decode()
    assert signs_in(bytes_of(answer), "500") == []
    log = "\n".join(logged)
    assert "IntegrityError" in log and "SQLSTATE 23502" in log
    assert signs_in(log.encode(), "log") == []
    with pytest.raises(IntegrityError) as raised:
        broken()
    assert SIGNS["given"] in str(raised.value), "else the test would prove nothing"


def test_a_supervisor_serves_her_as_everyone_else(supervisor: User, planted: Planted) -> None:
    client = client_of(supervisor)
    for url in (
        reverse("residents:person", args=[planted.victim]),
        reverse("residents:timeline", args=[planted.victim]),
        reverse("residents:household", args=[planted.refuge]),
        f"{reverse('counter:screen')}?event=move_out&person={planted.victim}",
        reverse("certificates:new", args=[planted.victim]),
        reverse("residents:protections"),
    ):
        answer = client.get(url)
        assert answer.status_code == 200, url
        assert signs_in(answer.content, url), url
    assert "支援措置" in client.get(reverse("residents:person", args=[planted.victim])).content.decode()
    held = api.visible_to(supervisor.as_actor()).search(api.understand("鴉羽 秘美子"))
    assert [hit.person_id for hit in held.hits] == [planted.victim] and held.held is None
