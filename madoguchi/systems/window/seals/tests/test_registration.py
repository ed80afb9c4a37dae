"""A clerk registers seals: at once, by a guarantor, by letter, by proxy; and refuses what cannot be."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.utils import timezone

from madoguchi.engines.paperwork import api as paperwork
from madoguchi.engines.people import api as people
from madoguchi.foundation.access import SYSTEM_ACTOR, Forbidden
from madoguchi.foundation.audit.models import Entry
from madoguchi.foundation.testing.staff import make_user

from ..actions import apply, approve, expire_due, lose_card, read_scan, refuse, send_letter, withdraw
from ..actions.inquiring import Answer
from ..models import Impression, Scan, SealAct, SealApplication, SealRegistration, SealStanding
from ..rules import Route, valid_number
from ..store import impression_png
from .conftest import BEFORE, HOME, newcomer
from .pictures import scan_file
from .reading import text_of
from .steps import GOOD_ANSWER, Seals, move_out, standing, told

pytestmark = pytest.mark.django_db
State = SealApplication.State


def refused(caught: pytest.ExceptionInfo[people.Refused]) -> set[str]:
    return {fault.code for fault in caught.value.faults}


def words(caught: pytest.ExceptionInfo[people.Refused]) -> str:
    return "\n".join(fault.message for fault in caught.value.faults)


@pytest.fixture
def kenichi(house: people.House) -> int:
    return house.members[0].person_id


@pytest.fixture
def misaki(house: people.House) -> int:
    return house.members[1].person_id


def test_in_person_with_a_photo_document_the_seal_is_registered_at_once(seals, kenichi):
    application = seals.apply(kenichi)
    assert (application.state, application.basis) == (State.APPLIED, "family")
    registration = seals.register(application)
    found = standing(kenichi)
    assert found and found.registration == registration
    assert valid_number(found.card.number)
    assert found.card_state == "held"
    assert abs(float(found.impression.width_mm) - 16.5) <= 0.5
    application.refresh_from_db()
    assert application.state == State.REGISTERED
    assert not Scan.objects.exists()


def test_the_impression_is_sealed_at_rest(seals, kenichi):
    impression = seals.registered(kenichi).impression
    assert b"PNG" not in bytes(impression.sealed)
    assert impression_png(impression).startswith(b"\x89PNG")


def test_by_letter_it_goes_from_application_over_inquiry_and_answer_to_the_register(seals, kenichi):
    application = seals.apply(kenichi, Route.INQUIRY, identity_check="")
    assert application.state == State.INQUIRING
    assert application.answer_due and application.answer_due > timezone.localdate() + timedelta(days=29)
    assert paperwork.kept(application.letter_sha256).startswith(b"%PDF")
    with pytest.raises(people.Refused, match="回答を受け付けてから"):
        seals.register(application)
    assert seals.answer(application).state == State.ANSWERED
    seals.register(application)
    assert standing(kenichi)
    assert [step.state for step in application.steps.order_by("pk")] == [
        "applied",
        "inquiring",
        "answered",
        "registered",
    ]


def test_an_answer_that_lacks_something_is_said_all_at_once(seals, kenichi):
    application = seals.apply(kenichi, Route.PROXY, proxy_name="渡邉　美咲", proxy_address="四街道市大日", mandate=True)
    with pytest.raises(people.Refused) as caught:
        seals.answer(application, Answer(brought_by="", identity_check="", ticked=("signed",)))
    assert len(caught.value.faults) == 4
    application.refresh_from_db()
    assert application.state == State.INQUIRING


def test_an_answer_after_the_last_day_closes_the_application(seals, kenichi):
    application = seals.apply(kenichi, Route.INQUIRY)
    SealApplication.objects.update(answer_due=timezone.localdate() - timedelta(days=1))
    assert seals.answer(application).state == State.EXPIRED
    with pytest.raises(people.Refused, match="期限切れ"):
        seals.register(application)
    assert standing(kenichi) is None
    assert seals.apply(kenichi).state == State.APPLIED


def test_inquiries_without_an_answer_expire_by_themselves(seals, kenichi, misaki):
    late = seals.apply(kenichi, Route.INQUIRY)
    waiting = seals.apply(misaki, Route.INQUIRY, text="渡邉美咲")
    today = timezone.localdate()
    assert late.answer_due
    assert expire_due(SYSTEM_ACTOR, today=late.answer_due) == 0
    SealApplication.objects.filter(pk=late.pk).update(answer_due=today - timedelta(days=1))
    assert expire_due(SYSTEM_ACTOR, today=today) == 1
    assert expire_due(SYSTEM_ACTOR, today=today) == 0
    late.refresh_from_db()
    waiting.refresh_from_db()
    assert (late.state, waiting.state) == (State.EXPIRED, State.INQUIRING)


def test_the_letter_goes_to_the_address_in_the_record(seals, house, kenichi):
    application = seals.apply(kenichi, Route.INQUIRY)
    text = text_of(paperwork.kept(application.letter_sha256))
    assert "大日9812番地6" in text
    assert "渡邉健一" in text


def test_a_guarantor_with_a_registration_stands_in_for_the_document(seals, kenichi, misaki):
    seals.registered(misaki, text="渡邉美咲")
    number = standing(misaki).card.number
    application = seals.apply(kenichi, Route.GUARANTOR, identity_check="", guarantor_number=number)
    assert application.guarantor.person_id == misaki
    seals.register(application)
    assert standing(kenichi)


def test_a_guarantor_must_have_a_card_that_counts(seals, kenichi, misaki):
    def tried(number: str) -> str:
        with pytest.raises(people.Refused) as caught:
            seals.apply(kenichi, Route.GUARANTOR, guarantor_number=number)
        return words(caught)

    assert "当たる登録がありません" in tried("00000000")
    seals.registered(misaki, text="渡邉美咲")
    number = standing(misaki).card.number
    assert "当たる登録がありません" in tried(number[:-1] + str((int(number[-1]) + 1) % 10))
    lose_card(seals.actor, person_id=misaki, told=told())
    assert "使えない状態" in tried(number)


def test_every_ground_is_said_at_once(seals, house):
    hina = house.members[3].person_id
    with pytest.raises(people.Refused) as caught:
        seals.apply(hina, text="社長", ticked=("firm",), identity_check="", mm=7.5)
    assert refused(caught) == {
        "too_young", "identity", "too_small", "other_name", "unclear", "rim", "extra_words", "incapable",
    }  # fmt: skip
    assert "15歳に達していない" in words(caught)
    assert not SealApplication.objects.exists()


def test_a_seal_that_is_too_large_is_refused(seals, kenichi):
    with pytest.raises(people.Refused, match="25mmの正方形に収まらない"):
        seals.apply(kenichi, mm=25.8)


def test_one_seal_a_person_and_one_application_at_a_time(seals, kenichi):
    application = seals.apply(kenichi)
    with pytest.raises(people.Refused) as caught:
        seals.apply(kenichi)
    assert refused(caught) == {"in_progress"}
    seals.register(application)
    with pytest.raises(people.Refused) as caught:
        seals.apply(kenichi)
    assert "registered" in refused(caught)


def test_the_very_same_impression_is_not_registered_twice(seals, kenichi, misaki):
    seals.registered(kenichi)
    with pytest.raises(people.Refused) as caught:
        seals.apply(misaki)
    assert refused(caught) == {"same_seal"}


def test_a_seal_that_looks_like_that_of_the_household_waits_for_a_second_person(seals, supervisor, kenichi, misaki):
    seals.registered(kenichi)
    application = seals.apply(misaki, mm=16.8)
    assert application.approval == "waiting"
    assert [caution["code"] for caution in application.cautions if caution["decides"]] == ["alike"]
    with pytest.raises(people.Refused, match="承認を待っています"):
        seals.register(application)
    with pytest.raises(Forbidden):
        approve(seals.actor, application_id=application.pk)
    approve(supervisor.as_actor(), application_id=application.pk, note="別の印と確認")
    seals.register(application)
    assert standing(misaki)


def test_in_doubt_the_letter_waits_too_and_nobody_approves_their_own(seals, town, supervisor, kenichi):
    make_user("test-second-chief", "係長　五郎", "窓口サービス課", ["clerk", "supervisor"], "係長")
    chief = Seals(supervisor.as_actor(), town)
    application = chief.apply(kenichi, Route.INQUIRY, doubt="字体が判読しにくい")
    assert (application.state, application.approval) == (State.APPLIED, "waiting")
    with pytest.raises(people.Refused, match="承認"):
        send_letter(seals.actor, town=town, application_id=application.pk)
    with pytest.raises(people.Refused, match="自分が受け付けた"):
        approve(chief.actor, application_id=application.pk)


def test_the_same_form_twice_is_one_application_and_one_registration(seals, kenichi):
    request = seals.request(kenichi)
    first = apply(seals.actor, town=seals.town, request=request)
    again = apply(seals.actor, town=seals.town, request=request)
    assert first == again
    submission = uuid.uuid4()
    assert seals.register(first, submission=submission) == seals.register(first, submission=submission)
    assert (SealRegistration.objects.count(), SealStanding.versions.count()) == (1, 1)
    assert SealAct.objects.count() == 1


def test_the_record_of_the_day_of_registration_decides(seals, clerk, house, kenichi):
    application = seals.apply(kenichi, Route.INQUIRY)
    seals.answer(application)
    move_out(clerk.as_actor(), house, [kenichi], timezone.localdate() - timedelta(days=1))
    with pytest.raises(people.Refused) as caught:
        seals.register(application)
    assert refused(caught) == {"not_resident"}


def test_withdrawn_and_refused_applications_are_closed(seals, kenichi):
    withdraw(seals.actor, application_id=seals.apply(kenichi).pk, note="印鑑を替える")
    application = seals.apply(kenichi, Route.INQUIRY)
    refuse(seals.actor, person_id=kenichi, grounds=["deformable"], application_id=application.pk)
    application.refresh_from_db()
    assert (application.state, application.grounds) == (State.REFUSED, ["deformable"])
    with pytest.raises(people.Refused, match="既に「不受理」"):
        withdraw(seals.actor, application_id=application.pk, note="")
    with pytest.raises(people.Refused, match="理由を選んで"):
        refuse(seals.actor, person_id=kenichi, grounds=[])


def test_a_ward_comes_in_person_with_the_representative(seals, clerk, house):
    day = timezone.localdate() - timedelta(days=30)
    ward = newcomer("被後見　守", "ヒコウケン　マモル", "02", date(1950, 1, 1), "1", is_ward=True)
    people.move_in(
        clerk.as_actor(), notice=people.Notice(event_on=day, notified_on=day), newcomers=[ward], address=HOME,
        previous=BEFORE,
    )  # fmt: skip
    person_id = people.visible_to(clerk.as_actor()).search(people.understand("被後見")).hits[0].person_id
    with pytest.raises(people.Refused, match="法定代理人の同行"):
        seals.apply(person_id, text="被後見")
    assert seals.apply(person_id, text="被後見", accompanied=True).accompanied


def test_each_step_leaves_one_entry_in_the_audit_without_names(seals, kenichi):
    before = Entry.objects.count()
    scan = read_scan(seals.actor, data=scan_file())
    application = seals.apply(kenichi, Route.INQUIRY, scan=scan.token)
    seals.answer(application, GOOD_ANSWER)
    seals.register(application)
    entries = Entry.objects.order_by("pk")[before:]
    actions = [entry.action for entry in entries if entry.action.startswith("seals.")]
    assert actions == [
        "seals.scan", "seals.application_applied", "seals.application_inquiring", "seals.application_answered",
        "seals.register", "seals.application_registered",
    ]  # fmt: skip
    assert not any("渡邉" in str(entry.detail) for entry in entries)


def test_only_those_with_the_right(seals, kenichi, outsider):
    stranger = Seals(outsider.as_actor(), seals.town)
    with pytest.raises(Forbidden):
        stranger.apply(kenichi, scan=seals.scan().token)
    assert not Impression.objects.exists()
