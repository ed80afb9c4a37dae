"""Many 住民票の写し for the printer: read together, logged one by one, none mixed up with another."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from madoguchi.engines.people import api as people
from madoguchi.foundation.access import Actor
from madoguchi.foundation.access.models import User
from madoguchi.foundation.audit.models import Entry
from madoguchi.foundation.towns.models import Town

from .. import actions
from ..actions import print_register_papers
from ..contents import register_contents
from ..models import Kind
from ..wanted import Wanted

pytestmark = pytest.mark.django_db
FAMILIES = ("甲野", "乙野", "丙野", "丁野", "戊野", "己野", "庚野")


@pytest.fixture
def actor(clerk: User) -> Actor:
    """The clerk who prints."""
    return clerk.as_actor()


@pytest.fixture
def requests(actor: Actor) -> list[Wanted]:
    """A request for each of some couples, for the whole household."""
    return [request_for(move_in(actor, family)) for family in FAMILIES]


def move_in(actor: Actor, family: str) -> list[int]:
    """A couple of that name. Gives their ids."""
    day = timezone.localdate() - timedelta(days=400)
    couple = [
        people.Newcomer(
            facts=people.PersonFacts(name=f"{family}　{given}", family_name=family, given_name=given,
                                     name_kana="テスト　カナ", sex=sex, birth_on=date(1980, 1, 1)),
            relation=(relation,),
        )
        for given, sex, relation in (("一郎", "1", "02"), ("花子", "2", "12"))
    ]  # fmt: skip
    address = people.Address(prefecture="千葉県", city="四街道市", town="大日", lot="9812番地", lg_code="122289")
    notice = people.Notice(event_on=day, notified_on=day)
    people.move_in(actor, notice=notice, newcomers=couple, address=address, previous=people.Address(country="ブラジル"))
    view = people.visible_to(actor)
    house = view.house_of(view.search(people.understand(family)).hits[0].person_id)
    assert house is not None
    return [member.person_id for member in house.members]


def request_for(ids: list[int], **changes: object) -> Wanted:
    """A request for those."""
    values = {"kind": Kind.HOUSEHOLD, "person_id": ids[0], "person_ids": ids, "shown": ("head",), **changes}
    return Wanted(**values)  # type: ignore[arg-type]


def test_reading_takes_as_many_queries_for_one_as_for_many(actor: Actor, requests: list[Wanted]) -> None:
    counts = []
    for some in (requests[:1], requests):
        with CaptureQueriesContext(connection) as made:
            register_contents(people.visible_to(actor), some)
        counts.append(len(made))
    assert counts == [7, 7], "where, households, who is guarded, log; persons, who is guarded, log"


def test_each_paper_is_that_of_its_own_household(
    actor: Actor, town: Town, requests: list[Wanted], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "TOGETHER", 3)
    requests.reverse()
    papers = list(print_register_papers(actor, town=town, several=requests))
    sheets = [page.extract_text() for paper in papers for page in PdfReader(io.BytesIO(paper.pdf)).pages]
    assert [[name for name in FAMILIES if name in sheet] for sheet in sheets] == [[name] for name in FAMILIES[::-1]]


def test_everyone_on_the_papers_is_in_the_log(actor: Actor, town: Town, requests: list[Wanted]) -> None:
    Entry.objects.all().delete()
    list(print_register_papers(actor, town=town, several=requests))
    named = {f"person:{person_id}" for request in requests for person_id in request.person_ids}
    assert set(Entry.objects.filter(action="people.look").values_list("subject", flat=True)) == named


def test_codes_are_read_for_those_alone_who_asked(requests: list[Wanted], actor: Actor) -> None:
    reader = Actor(actor.user_id, actor.name, actor.purpose, actor.permissions | {"people.item.resident_code"})
    asked = request_for(list(requests[0].person_ids), shown=("resident_code",))
    Entry.objects.all().delete()
    register_contents(people.visible_to(reader), [asked, *requests[1:]])
    looked = Entry.objects.filter(action="people.look_codes").values_list("subject", flat=True)
    assert set(looked) == {f"person:{person_id}" for person_id in asked.person_ids}


def test_one_who_is_not_of_the_household_stops_the_batch(actor: Actor, town: Town, requests: list[Wanted]) -> None:
    stranger = request_for([requests[0].person_id, requests[1].person_id])
    with pytest.raises(people.Refused, match="この世帯にいない"):
        list(print_register_papers(actor, town=town, several=[*requests, stranger]))
    with pytest.raises(people.Refused, match="いま住民ではありません"):
        list(print_register_papers(actor, town=town, several=[request_for([424242])]))
