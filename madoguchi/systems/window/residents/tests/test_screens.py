"""Stories at the register's screens, through HTTP."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from madoguchi.engines.approvals.api import draft_about, inbox, put_forward_about, shown
from madoguchi.engines.people.api import (
    Act,
    ActKind,
    House,
    Notice,
    Proposal,
    birth,
    change_head,
    move_out,
    move_within,
    propose,
    visible_to,
)
from madoguchi.foundation.access.models import User
from madoguchi.foundation.audit.models import Entry
from madoguchi.foundation.testing.staff import make_user

from .families import BEFORE, HOME, move_in_family, newcomer

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(clerk: User) -> House:
    return move_in_family(clerk)


def page(client: Client, name: str, /, *args: int, status: int = 200, **query: str) -> str:
    response = client.get(reverse(f"residents:{name}", args=args), query)
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def test_a_clerk_finds_people_by_whatever_they_say(clerk_client: Client, house: House) -> None:
    asked = [
        {"q": "渡辺 S57.3"},
        {"q": "わたなべ"},
        {"q": "watanabe"},
        {"name": "渡邊", "birth": "昭和57年3月14日"},
        {"romaji": "Kenichi"},
        {"place": "大日9812"},
        {"kana": "ケンイチ", "present": "on"},
        {"number": str(house.members[0].number)},
    ]
    for query in asked:
        assert "渡邉　健一" in page(clerk_client, "search", **query), query
    assert "見つかりませんでした" in page(clerk_client, "search", q="存在しない名")
    assert "だれをさがしますか" in page(clerk_client, "search")
    assert "日付" in page(clerk_client, "search", birth="きのう") or "エラー" in page(
        clerk_client, "search", birth="きのう"
    )


def test_pages_of_hits_go_on_where_they_ended_and_cost_the_same(clerk: User, clerk_client: Client) -> None:
    from madoguchi.engines.people.api import move_in

    def come(count: int, start: int) -> None:
        for number in range(start, start + count):
            someone = newcomer(
                f"同姓　{number:03}", f"ドウセイ　{chr(0x30A2 + number)}", date(1980, 1, 1), "1", ("02",)
            )
            notice = Notice(event_on=date(2020, 1, 1), notified_on=date(2020, 1, 1))
            move_in(clerk.as_actor(), notice=notice, newcomers=[someone], address=HOME, previous=BEFORE)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(clerk_client, "search", q="同姓")
        return len(captured)

    come(3, 0)
    queries()
    few = queries()
    come(20, 3)
    assert queries() == few
    first = clerk_client.get(reverse("residents:search"), {"q": "同姓"})
    after = first.context["after"]
    second = clerk_client.get(reverse("residents:search"), {"q": "同姓", "after": after})
    shown = [hit.person_id for response in (first, second) for hit in response.context["page"].hits]
    assert len(shown) == len(set(shown)) == 23
    assert clerk_client.get(reverse("residents:search"), {"q": "同姓", "after": "x"}).status_code == 200


def test_staff_without_the_right_learn_nothing(outsider_client: Client, visitor: Client, house: House) -> None:
    person = house.members[0].person_id
    for name, args in (
        ("search", ()),
        ("person", (person,)),
        ("timeline", (person,)),
        ("household", (house.id,)),
        ("proposals", ()),
        ("imports", ()),
        ("codes", (person,)),
        ("outsider", ()),
    ):
        answer = outsider_client.get(reverse(f"residents:{name}", args=args))
        assert answer.status_code == 403, name
        assert "渡邉" not in answer.content.decode()
        assert visitor.get(reverse(f"residents:{name}", args=args)).status_code == 302
    absent = outsider_client.get(reverse("residents:person", args=(999_999,)))
    assert absent.status_code == 403


def test_a_clerk_sees_no_codes_and_moves_no_files(clerk_client: Client, house: House) -> None:
    for name, args in (("codes", (house.members[0].person_id,)), ("imports", ())):
        page(clerk_client, name, *args, status=403)


def test_the_person_page_and_its_log(clerk_client: Client, clerk: User, house: House) -> None:
    person = house.members[0].person_id
    clerk_client.post("/desk/seat/", {"purpose": "certificate"})
    html = page(clerk_client, "person", person)
    assert "渡邉　健一" in html
    assert "大日9812番地" in html
    entry = Entry.objects.filter(subject=f"person:{person}").latest("pk")
    assert (entry.user_id, entry.purpose) == (clerk.pk, "証明の交付")
    page(clerk_client, "person", 999_999, status=404)


def ymd(prefix: str, era: str, year: str, month: str, day: str) -> dict[str, str]:
    return {f"{prefix}_{index}": value for index, value in enumerate((era, year, month, day))}


def test_the_timeline_shows_then_and_now(clerk: User, clerk_client: Client, house: House) -> None:
    people = [member.person_id for member in house.members]
    notice = Notice(event_on=date(2020, 10, 1), notified_on=date(2026, 11, 1), expected={house.id: house.revision})
    new = type(HOME)(**{**HOME.__dict__, "lot": "9812番地6"})
    move_within(clerk.as_actor(), notice=notice, household_id=house.id, person_ids=people, address=new)
    html = page(
        clerk_client,
        "timeline",
        people[0],
        **ymd("on", "令和", "元", "12", "1"),
        **ymd("known", "令和", "8", "11", "22"),
    )
    assert "<ins>大日9812番地6</ins>" in html
    assert "令和元年12月1日の内容" in html
    assert "この閲覧は記録されました" in html
    assert "6年1か月おくれ" in html
    assert 'role="img" aria-label="上の線が異動日' in html
    earlier = page(
        clerk_client, "timeline", people[0], **ymd("on", "令和", "3", "1", "1"), **ymd("known", "令和", "4", "1", "1")
    )
    assert "転居は、このとき記録されていません" in earlier
    wrong = page(
        clerk_client, "timeline", people[0], **ymd("on", "昭和", "65", "1", "1"), **ymd("known", "", "", "", "")
    )
    assert "昭和" in wrong
    assert "はありません" in wrong


def test_a_birth_stands_in_the_parents_history(clerk: User, clerk_client: Client, house: House) -> None:
    baby = newcomer("渡邉　蓮", "ワタナベ　レン", date(2016, 2, 3), "1", ("20",))
    notice = Notice(event_on=date(2016, 2, 3), notified_on=date(2016, 2, 10), expected={house.id: house.revision})
    birth(clerk.as_actor(), notice=notice, household_id=house.id, child=baby)
    assert "渡邉　蓮さんの出生" in page(clerk_client, "timeline", house.members[0].person_id)


def test_a_person_may_be_removed_ex_officio_by_two(
    clerk: User, supervisor_client: Client, clerk_client: Client, house: House
) -> None:
    child = house.members[2].person_id
    arguments = {"event_on": "2026-11-01", "household_id": house.id, "person_ids": [child]}
    proposal = propose(
        clerk.as_actor(), kind=ActKind.EX_OFFICIO_REMOVAL, arguments=arguments, summary="消除", reason="実態調査"
    )
    html = page(supervisor_client, "proposal", proposal.pk)
    assert "<ins>この世帯にいない</ins>" in html
    assert len(visible_to(clerk.as_actor()).house_of(child).members) == 3
    supervisor_client.post(reverse("residents:decide", args=(proposal.pk,)), {"decision": "approve"})
    assert "職権消除" in page(clerk_client, "person", child)


def test_a_household_as_of_two_days(clerk: User, clerk_client: Client, house: House) -> None:
    wife = house.members[1].person_id
    relations = {house.members[0].person_id: ("11",), wife: ("02",), house.members[2].person_id: ("20",)}
    notice = Notice(event_on=date(2026, 5, 1), notified_on=date(2026, 5, 2), expected={house.id: house.revision})
    change_head(clerk.as_actor(), notice=notice, household_id=house.id, relations=relations)
    html = page(
        clerk_client,
        "household",
        house.id,
        **ymd("on", "平成", "25", "1", "1"),
        **ymd("known", "令和", "8", "11", "22"),
    )
    assert "<ins>世帯主</ins>" in html
    assert "<ins>夫</ins>" in html


def last_act(kind: ActKind) -> Act:
    return Act.objects.filter(kind=kind).latest("pk")


def test_an_act_is_cancelled_with_its_consequences_in_view(clerk: User, clerk_client: Client, house: House) -> None:
    person = house.members[0].person_id
    notice = Notice(event_on=date(2026, 5, 1), notified_on=date(2026, 5, 2), expected={house.id: house.revision})
    relations = {person: ("11",), house.members[1].person_id: ("02",), house.members[2].person_id: ("20",)}
    change_head(clerk.as_actor(), notice=notice, household_id=house.id, relations=relations)
    act = last_act(ActKind.HEAD_CHANGE)
    html = page(clerk_client, "cancel", person, act.pk)
    assert "取り消すと、世帯はこうなります" in html
    assert "<ins>世帯主</ins>" in html
    form = clerk_client.get(reverse("residents:cancel", args=(person, act.pk))).context["form"]
    url = reverse("residents:cancel", args=(person, act.pk))
    values = {"submission": form["submission"].value(), "expected": form["expected"].value()}
    assert clerk_client.post(url, {**values, "reason": ""}).status_code == 422
    assert clerk_client.post(url, {**values, "reason": "届出の誤り"}).status_code == 302
    assert "取り消し済み" in page(clerk_client, "timeline", person)
    move = last_act(ActKind.MOVE_IN)
    assert "取り消せません" in page(clerk_client, "cancel", person, act.pk) or "既に" in page(
        clerk_client, "cancel", person, act.pk
    )
    assert move


def test_a_cancellation_that_later_acts_forbid_names_them(clerk: User, clerk_client: Client, house: House) -> None:
    people = [member.person_id for member in house.members]
    notice = Notice(event_on=date(2020, 10, 1), notified_on=date(2020, 10, 1), expected={house.id: house.revision})
    new = type(HOME)(**{**HOME.__dict__, "lot": "1番地"})
    move_within(clerk.as_actor(), notice=notice, household_id=house.id, person_ids=people, address=new)
    html = page(clerk_client, "cancel", people[0], last_act(ActKind.MOVE_IN).pk)
    assert "「転居」" in html
    assert "この異動を取り消す</button>" not in html


def test_an_act_of_someone_else_is_not_found(clerk_client: Client, house: House) -> None:
    page(clerk_client, "cancel", house.members[0].person_id, 999_999, status=404)


def make_proposal(user: User, house: House) -> Proposal:
    arguments: dict[str, Any] = {
        "event_on": "2026-11-01",
        "table": "identity",
        "id": house.members[0].person_id,
        "changes": {"name_kana": "ワタベ　ケンイチ"},
    }
    actor, words = user.as_actor(), {"summary": "振り仮名の訂正", "reason": "戸籍の通知"}
    proposal = propose(actor, kind=ActKind.EX_OFFICIO_FIX, arguments=arguments, **words)
    put_forward_about(actor, proposal)
    return proposal


def test_two_people_make_a_correction(
    clerk: User, clerk_client: Client, supervisor_client: Client, house: House
) -> None:
    proposal = make_proposal(clerk, house)
    draft = draft_about(proposal)
    assert draft and "振り仮名" not in f"{draft.title}{shown(draft)}"
    assert "振り仮名の訂正" in page(clerk_client, "proposals")
    own = page(clerk_client, "proposal", proposal.pk)
    assert "自分では承認できません" in own
    assert "承認して記録する" not in own
    seen = page(supervisor_client, "proposal", proposal.pk)
    assert "<ins>ワタベ　ケンイチ</ins>" in seen
    decide = reverse("residents:decide", args=(proposal.pk,))
    assert clerk_client.post(decide, {"decision": "approve"}).status_code == 403
    supervisor_client.post(decide, {"decision": "refuse", "comment": ""})
    assert Proposal.objects.get().state == "waiting"
    supervisor_client.post(decide, {"decision": "approve"})
    assert Proposal.objects.get().state == "approved"
    draft.refresh_from_db()
    assert draft.state == "approved"
    second = supervisor_client.post(decide, {"decision": "refuse", "comment": "やはり"}, follow=True)
    assert "既に「承認」" in second.content.decode()
    assert "振り仮名の訂正" in page(supervisor_client, "proposals", decided="1")


def test_the_proposer_takes_it_back(clerk: User, clerk_client: Client, supervisor: User, house: House) -> None:
    proposal = make_proposal(clerk, house)
    clerk_client.post(reverse("residents:withdraw", args=(proposal.pk,)))
    assert Proposal.objects.get().state == "withdrawn"
    assert not inbox(supervisor.as_actor())
    assert "承認を待つ起案はありません" in page(clerk_client, "proposals")


def test_a_supervisor_cannot_approve_their_own(supervisor: User, supervisor_client: Client, house: House) -> None:
    make_user("test-second-chief", "係長　五郎", "窓口サービス課", ["clerk", "supervisor"], "係長")
    proposal = make_proposal(supervisor, house)
    supervisor_client.post(reverse("residents:decide", args=(proposal.pk,)), {"decision": "approve"})
    assert Proposal.objects.get().state == "waiting"


def submit(client: Client, name: str, /, *args: int, **values: str) -> Any:
    url = reverse(f"residents:{name}", args=args)
    mark = client.get(url).context["form"]["submission"].value()
    return client.post(url, {"submission": str(mark), **values})


def test_codes_are_assigned_and_never_enter_the_audit(
    supervisor_client: Client, supervisor: User, house: House
) -> None:
    person = house.members[0].person_id
    number = "621498320257"
    assert (
        submit(
            supervisor_client, "codes", person, kind="individual_number", value="123456789012", event_on="R8.11.20"
        ).status_code
        == 422
    )
    assert (
        submit(
            supervisor_client, "codes", person, kind="individual_number", value="6214 9832 0257", event_on="R8.11.20"
        ).status_code
        == 302
    )
    html = page(supervisor_client, "codes", person)
    assert number not in html
    assert "ここには出ません" in html
    assert not Entry.objects.filter(detail__icontains=number).exists()


def test_contacts_and_a_confirmed_move_out(clerk: User, clerk_client: Client, house: House) -> None:
    person = house.members[2].person_id
    assert submit(clerk_client, "contact", person, phone="043-000-0001").status_code == 302
    assert "043-000-0001" in page(clerk_client, "person", person)
    notice = Notice(event_on=date(2026, 11, 1), notified_on=date(2026, 10, 20), expected={house.id: house.revision})
    to = type(HOME)(prefecture="東京都", city="千代田区", town="千代田", lot="9番")
    move_out(clerk.as_actor(), notice=notice, household_id=house.id, person_ids=[person], destination=to)
    assert "転入通知を待っています" in page(clerk_client, "person", person)
    answer = submit(
        clerk_client, "move_out", person, event_on="R8.11.2", notified_on="R8.11.5", address="東京都千代田区千代田9番"
    )
    assert answer.status_code == 302
    assert "転入通知を待っています" not in page(clerk_client, "person", person)


def test_outsiders_and_corporations(clerk_client: Client) -> None:
    values = {
        "kind": "corporation",
        "name": "架空商事株式会社",
        "name_kana": "カクウショウジ",
        "address": "東京都千代田区千代田9番",
    }
    assert submit(clerk_client, "outsider", corporate_number="1234567890123", **values).status_code == 422
    assert submit(clerk_client, "outsider", corporate_number="5835678256246", **values).status_code == 302
    assert "架空商事" in page(clerk_client, "search", q="架空商事")


def test_list_pages_cost_the_same_at_any_size(
    clerk: User,
    clerk_client: Client,
    supervisor: User,
    house: House,
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:
    for _ in range(12):
        make_proposal(clerk, house)
    page(clerk_client, "proposals")
    with django_assert_max_num_queries(12):
        page(clerk_client, "proposals")
    with django_assert_max_num_queries(24):
        page(clerk_client, "timeline", house.members[0].person_id)
