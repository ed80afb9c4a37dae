"""印鑑登録証明書: given on the card, to whoever can say whose it is; the impression in its true size."""

from __future__ import annotations

import uuid
from datetime import date

import numpy as np
import pytest
from django.urls import reverse
from django.utils import timezone

from madoguchi.engines.issuance.api import PaperRequest, State, finish
from madoguchi.engines.paperwork import api as paperwork
from madoguchi.engines.people import api as people
from madoguchi.foundation.audit.models import Entry

from ..actions import Asked, begin_certificate, find_card, lose_card, replace_card
from ..imaging import from_png, likeness
from ..rules import Stated
from ..store import impression_png
from .reading import page_of, text_of
from .steps import move_out, protect, standing, told

pytestmark = pytest.mark.django_db
FORM = {
    "name": "渡邉健一",
    "birth_on": "S57.3.14",
    "address": "四街道市大日9812-6",
    "copies": "1",
    "counter": "1番窓口",
}


@pytest.fixture
def kenichi(seals, house):
    person_id = house.members[0].person_id
    seals.registered(person_id, mm=18)
    return person_id


@pytest.fixture
def number(kenichi):
    return standing(kenichi).card.number


def stated(**changes):
    said = {"name": "渡辺 健一", "address": "大日9812番地6", "birth_on": date(1982, 3, 14)}
    return Stated(**{**said, **changes})


def begin(seals, number, **changes):
    return begin_certificate(
        seals.actor, town=seals.town, asked=Asked(number=number, **{"stated": stated(), **changes})
    )


def test_from_the_card_to_the_paper_at_the_screens(clerk_client, kenichi, number):
    answer = clerk_client.post(reverse("seals:certificate"), {**FORM, "number": number, "submission": uuid.uuid4()})
    request = PaperRequest.objects.get()
    assert answer["Location"] == reverse("issuance:paper", args=(request.pk,))
    assert clerk_client.get(answer["Location"]).status_code == 200
    clerk_client.post(reverse("issuance:pay", args=(request.pk,)))
    request.refresh_from_db()
    assert request.state == State.RELEASED
    assert request.fee == 300
    pdf = b"".join(clerk_client.get(reverse("issuance:pdf", args=(request.pk,))))
    text = text_of(pdf)
    for words in ("印鑑登録証明書", "渡邉健一", "昭和57年3月14日", "千葉県四街道市大日9812番地6", request.serial):
        assert words in text, words
    assert "男" not in text
    assert number not in text


def test_the_impression_is_printed_in_its_true_size(seals, kenichi, number, tmp_path):
    issued = begin(seals, number)
    page = page_of(paperwork.kept(issued.sha256), tmp_path)
    per_mm = 600 / 25.4
    box = page[round(52 * per_mm) : round(99 * per_mm), round(20 * per_mm) : round(66 * per_mm)]
    dark = box < 128
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    width, height = ((each[-1] - each[0] + 1) / per_mm for each in (columns, rows))
    impression = standing(kenichi).impression
    assert abs(width - float(impression.width_mm)) <= 0.3
    assert abs(height - float(impression.height_mm)) <= 0.3
    assert abs(width - 18) <= 0.5
    printed = box[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].astype(np.float32) / 255
    assert likeness(from_png(impression_png(impression)), printed) > 0.97


def test_the_impression_does_not_lie_open_in_the_request(seals, number):
    begin(seals, number)
    request = PaperRequest.objects.get()
    assert "impression" not in str(request.snapshot)
    assert request.sealed


@pytest.mark.parametrize(
    "wrong", [{"name": "渡邉 美咲"}, {"address": "大日9812番地61"}, {"address": ""}, {"birth_on": None}]
)
def test_what_was_said_must_be_so_and_nothing_tells_what_was_wrong(seals, number, wrong):
    with pytest.raises(people.Refused, match="どれかが、登録の内容と一致しません"):
        begin(seals, number, stated=stated(**wrong))
    assert not PaperRequest.objects.exists()
    assert Entry.objects.filter(action="seals.certificate_mismatch").count() == 1


@pytest.mark.parametrize(
    "said",
    ["大日9812-6", "四街道市大日９８１２番地の６", "千葉県四街道市大日9812番地6　コーポ101", "大日 9812番6号"],
)
def test_an_address_may_be_said_in_any_form(seals, number, said):
    assert begin(seals, number, stated=stated(address=said)).serial


def test_someone_who_brings_the_card_for_another_is_written_down(seals, number):
    begin(seals, number, requester="渡邉　美咲", requester_address="四街道市大日9812番地6")
    request = PaperRequest.objects.get()
    assert (request.standing, request.requester) == ("agent", "渡邉　美咲")


def test_a_lost_or_replaced_card_gives_no_certificate(seals, clerk, kenichi, number):
    actor = clerk.as_actor()
    lose_card(actor, person_id=kenichi, told=told())
    with pytest.raises(people.Refused, match="交付できない状態"):
        begin(seals, number)
    find_card(actor, person_id=kenichi, told=told())
    assert begin(seals, number).serial
    replace_card(actor, person_id=kenichi, told=told())
    with pytest.raises(people.Refused, match="効力のある登録はありません"):
        begin(seals, number)
    assert begin(seals, standing(kenichi).card.number).serial


def test_a_card_that_is_lost_before_the_paper_is_handed_out_stops_it(seals, clerk, kenichi, number):
    issued = begin(seals, number)
    lose_card(clerk.as_actor(), person_id=kenichi, told=told())
    with pytest.raises(people.Refused, match="亡失届"):
        finish(seals.actor, request_id=issued.request_id)
    request = PaperRequest.objects.get()
    assert request.state == State.SET
    assert not request.fee_lines.exists()


def test_a_spoiled_certificate_is_replaced_only_while_the_card_is_held(
    seals, clerk, supervisor_client, kenichi, number
):
    issued = begin(seals, number)
    finish(seals.actor, request_id=issued.request_id)
    why = {"choice": "渡す前に汚れた・破れた"}
    supervisor_client.post(reverse("issuance:reissue", args=[issued.request_id]), why)
    made = PaperRequest.objects.get(replaces=issued.request_id)
    page = supervisor_client.get(reverse("issuance:paper", args=[made.pk])).content.decode()
    assert "印鑑条例" in page and "住民基本台帳法" not in page
    assert f"<dd>{number}</dd>" in page
    lose_card(clerk.as_actor(), person_id=kenichi, told=told())
    with pytest.raises(people.Refused, match="亡失届"):
        finish(seals.actor, request_id=made.pk)
    find_card(clerk.as_actor(), person_id=kenichi, told=told())
    finish(seals.actor, request_id=made.pk)
    text = text_of(paperwork.kept(PaperRequest.objects.get(pk=made.pk).paper.sha256))
    assert made.serial in text and "再発行" in text and "渡邉" in text


def test_who_has_moved_out_gets_none(seals, clerk, house, kenichi, number):
    issued = begin(seals, number)
    move_out(clerk.as_actor(), house, [kenichi], timezone.localdate())
    with pytest.raises(people.Refused, match="効力のある登録はありません"):
        begin(seals, number)
    with pytest.raises(people.Refused, match="登録が終わりました"):
        finish(seals.actor, request_id=issued.request_id)


def test_the_same_form_twice_is_one_certificate(seals, number):
    submission = uuid.uuid4()
    first, second = (begin(seals, number, submission=submission) for _ in range(2))
    assert first.request_id == second.request_id


def test_guarded_people_are_handed_over(clerk_client, seals, supervisor, kenichi, number):
    protect(supervisor, kenichi)
    answer = clerk_client.post(reverse("seals:certificate"), {**FORM, "number": number, "submission": uuid.uuid4()})
    assert answer.status_code == 403
    assert "渡邉" not in answer.content.decode()
    assert begin_certificate(supervisor.as_actor(), town=seals.town, asked=Asked(number=number, stated=stated())).serial


def test_a_wrong_number_is_said_at_its_field(clerk_client):
    answer = clerk_client.post(reverse("seals:certificate"), {**FORM, "number": "12345678", "submission": uuid.uuid4()})
    assert answer.status_code == 422
    assert "登録証を確かめてください" in answer.content.decode()
