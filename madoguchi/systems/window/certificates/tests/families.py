"""Families for the certificates, and the form as the browser sends it."""

from __future__ import annotations

import io
import uuid
from datetime import date, timedelta

from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from madoguchi.engines.issuance.api import PaperRequest
from madoguchi.engines.people import api as people
from madoguchi.foundation.access import Actor

ADDRESS = people.Address(
    prefecture="千葉県", city="四街道市", town="大日", lot="9812番地6", postal_code="2840001", lg_code="122289"
)
PREVIOUS = people.Address(prefecture="千葉県", city="千葉市若葉区", town="みつわ台九丁目", lot="98番1号")
COUPLE = (("健一", "02", "1", date(1982, 3, 14)), ("美咲", "12", "2", date(1985, 8, 22)))
CHILD = ("陽菜", "20", "2", date(2016, 5, 11))


def newcomer(name: str, relation: str, sex: str, born: date) -> people.Newcomer:
    """A Japanese newcomer with a 本籍."""
    family, given = name.split("　")
    facts = people.PersonFacts(
        name=name, family_name=family, given_name=given, name_kana="テスト　カナ", sex=sex, birth_on=born,
        domicile="千葉県佐倉市王子台九丁目97番地", koseki_head=name,
    )  # fmt: skip
    return people.Newcomer(facts=facts, relation=(relation,))


def move_in(actor: Actor, family: str = "渡邉", *, child: bool = True) -> people.House:
    """A couple, with a child or without, who moved in last year."""
    day = timezone.localdate() - timedelta(days=400)
    members = [newcomer(f"{family}　{given}", *rest) for given, *rest in (*COUPLE, *((CHILD,) if child else ()))]
    notice = people.Notice(event_on=day, notified_on=day)
    people.move_in(actor, notice=notice, newcomers=members, address=ADDRESS, previous=PREVIOUS)
    view = people.visible_to(actor)
    found = view.house_of(view.search(people.understand(f"{family} 健一")).hits[0].person_id)
    assert found is not None
    return found


def move_out(actor: Actor, house: people.House, *, days: int = 5) -> None:
    """The whole household leaves for Osaka."""
    today = timezone.localdate()
    told = today if days > 0 else today + timedelta(days=days)
    people.move_out(
        actor,
        notice=people.Notice(
            event_on=today + timedelta(days=days), notified_on=told, expected={house.id: house.revision}
        ),
        household_id=house.id,
        person_ids=[member.person_id for member in house.members],
        destination=people.Address(prefecture="大阪府", city="大阪市北区", town="中之島一丁目", lot="93番"),
    )


def form(house: people.House, **changes: object) -> dict[str, object]:
    """The form as the browser sends it."""
    return {
        "kind": "household",
        "standing": "self",
        "people": [member.person_id for member in house.members],
        "shown": ["head", "relationship"],
        "requester": "渡邉　健一",
        "identity_check": "運転免許証",
        "copies": "1",
        "counter": "1番窓口",
        "submission": str(uuid.uuid4()),
        **changes,
    }


def new_url(house: people.House, member: int = 0) -> str:
    """Where a request about a member is made."""
    return f"/desk/certificates/new/{house.members[member].person_id}/"


def issue(client: Client, house: people.House, *, member: int = 0, **changes: object) -> PaperRequest:
    """Asks, pays, and gives the request."""
    where = client.post(new_url(house, member), form(house, **changes))["Location"]
    client.post(f"{where}pay/")
    return PaperRequest.objects.get(pk=int(where.rstrip("/").rsplit("/", 1)[1]))


def pdf_of(client: Client, asked: PaperRequest) -> bytes:
    """The paper as the desk gives it."""
    return b"".join(client.get(f"/desk/papers/{asked.pk}/paper.pdf"))


def text_of(pdf: bytes) -> str:
    """The text of a PDF without spaces."""
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).translate(
        str.maketrans("", "", " \u3000\n")
    )
