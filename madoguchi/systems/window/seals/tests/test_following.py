"""A registration follows the resident record: what ends it, what does not, and what brings it back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from madoguchi.engines.people import api as people
from madoguchi.foundation.access import Forbidden

from ..actions import abolish, cancel_ending, end_by_office, find_card, hand_over, lose_card, print_notice, replace_card
from ..models import EndReason, SealAct, SealStanding
from .conftest import BEFORE, HOME
from .reading import text_of
from .steps import move_out, standing, told

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def kenichi(seals, house):
    person_id = house.members[0].person_id
    seals.registered(person_id)
    return person_id


@pytest.fixture
def long_ago(kenichi, today):
    """The registration was made a month ago."""
    from psycopg.types.range import Range

    SealAct.objects.update(event_on=today - 30 * DAY)
    SealStanding.versions.update(valid=Range(today - 30 * DAY, None))
    return kenichi


def now(house, clerk):
    return people.visible_to(clerk.as_actor()).house_of(house.members[1].person_id)


def change_name(clerk, person_id, family, today):
    changes = {"name": f"{family}　健一", "family_name": family, "name_kana": "タナカ　ケンイチ"}
    notice = people.Notice(event_on=today, notified_on=today)
    return people.change_name(clerk.as_actor(), notice=notice, person_id=person_id, changes=changes)


def ends(person_id):
    acts = SealAct.objects.filter(registration__person=person_id).order_by("pk")
    return [(act.kind, act.reason) for act in acts if act.kind != "register"]


def test_a_planned_move_out_ends_it_from_its_day(clerk, house, kenichi, today):
    move_out(clerk.as_actor(), house, [kenichi], today + 5 * DAY)
    assert standing(kenichi)
    last = SealStanding.versions.known().get(person=kenichi)
    assert (last.valid.upper, last.ended_by.reason) == (today + 5 * DAY, "moved_out")
    assert SealStanding.versions.as_of(today + 5 * DAY).filter(person=kenichi).count() == 0


def test_a_cancelled_move_out_revives_it_and_both_stay_readable(clerk, house, long_ago, today):
    act = move_out(clerk.as_actor(), house, [long_ago], today - DAY)
    assert standing(long_ago) is None
    before = timezone.now()
    people.cancel(clerk.as_actor(), notice=people.Notice(event_on=today), act_id=act.pk, reason="取りやめ")
    assert standing(long_ago)
    assert ends(long_ago) == [("end", "moved_out"), ("revive", "")]
    assert not SealStanding.versions.as_of(today, before).filter(person=long_ago).exists()


def test_a_death_ends_it_on_its_day(clerk, house, long_ago, today):
    rest = {house.members[1].person_id: people.HEAD, **{m.person_id: ("20",) for m in house.members[2:]}}
    people.death(
        clerk.as_actor(), notice=people.Notice(event_on=today - 3 * DAY, notified_on=today,
                                               expected={house.id: house.revision}),
        household_id=house.id, person_id=long_ago, stayer_relations=rest,
    )  # fmt: skip
    assert standing(long_ago) is None
    assert ends(long_ago) == [("end", "died")]
    assert SealStanding.versions.as_of(today - 4 * DAY).filter(person=long_ago).exists()


def test_a_change_of_name_ends_it_only_where_the_seal_no_longer_shows_the_name(clerk, kenichi, today):
    change_name(clerk, kenichi, "渡辺", today)
    assert standing(kenichi), "a form of the same character is for eyes to judge"
    act = change_name(clerk, kenichi, "田中", today)
    assert standing(kenichi) is None
    assert ends(kenichi) == [("end", "name_changed")]
    people.cancel(clerk.as_actor(), notice=people.Notice(event_on=today), act_id=act.pk, reason="誤り")
    assert standing(kenichi)


def test_a_change_of_address_keeps_it(clerk, house, kenichi, today):
    address = people.Address(prefecture="千葉県", city="四街道市", town="鹿渡", lot="1番", lg_code="122289")
    people.move_within(
        clerk.as_actor(), notice=people.Notice(event_on=today, notified_on=today, expected={house.id: house.revision}),
        household_id=house.id, person_ids=[m.person_id for m in house.members], address=address,
    )  # fmt: skip
    assert standing(kenichi)
    assert ends(kenichi) == []


def test_losing_the_nationality_ends_it(clerk, house, kenichi, today):
    permit = people.PermitFacts(country="アメリカ合衆国", article30_45="4")
    people.lose_nationality(
        clerk.as_actor(), notice=people.Notice(event_on=today, notified_on=today, expected={house.id: house.revision}),
        household_id=house.id, person_id=kenichi, permit=permit,
    )  # fmt: skip
    assert ends(kenichi) == [("end", "nationality")]


def test_removal_by_the_office_ends_it(clerk, supervisor, house, kenichi, today):
    relations = {str(house.members[1].person_id): ["02"], **{str(m.person_id): ["20"] for m in house.members[2:]}}
    arguments = {"event_on": today.isoformat(), "person_ids": [kenichi], "household_id": house.id,
                 "stayer_relations": relations}  # fmt: skip
    kind = people.ActKind.EX_OFFICIO_REMOVAL
    proposal = people.propose(clerk.as_actor(), kind=kind, arguments=arguments, summary="消除", reason="居住なし")
    people.decide(supervisor.as_actor(), proposal_id=proposal.pk, approve=True)
    assert ends(kenichi) == [("end", "removed")]


def test_a_preview_ends_nothing(clerk, house, kenichi, today):
    to = people.Address(prefecture="東京都", city="千代田区", town="丸の内", lot="1番1号")
    everyone = [member.person_id for member in house.members]
    people.preview(
        people.move_out, clerk.as_actor(), notice=people.Notice(event_on=today, expected={house.id: house.revision}),
        household_id=house.id, person_ids=everyone, destination=to,
    )  # fmt: skip
    assert standing(kenichi)
    assert ends(kenichi) == []


def test_coming_back_revives_nothing(clerk, house, long_ago, today):
    move_out(clerk.as_actor(), house, [long_ago], today - 10 * DAY)
    rest = now(house, clerk)
    person = people.visible_to(clerk.as_actor()).person(long_ago)
    facts = people.PersonFacts(
        name=person.name, family_name="渡邉", given_name="健一", birth_on=person.identity.birth_on, sex="1",
        domicile="千葉県佐倉市", koseki_head="渡邉　健一",
    )  # fmt: skip
    back = people.Newcomer(facts=facts, relation=("11",), person_id=long_ago)
    notice = people.Notice(event_on=today - 2 * DAY, notified_on=today, expected={rest.id: rest.revision})
    people.move_in(
        clerk.as_actor(), notice=notice, newcomers=[back], household_id=rest.id, address=HOME, previous=BEFORE
    )
    assert standing(long_ago) is None
    assert ends(long_ago) == [("end", "moved_out")]


def test_the_earlier_of_two_endings_counts_until_it_is_taken_back(clerk, supervisor, house, long_ago, today):
    planned = move_out(clerk.as_actor(), house, [long_ago], today + 5 * DAY)
    act = abolish(clerk.as_actor(), person_id=long_ago, reason=EndReason.ABOLISHED, told=told())
    assert standing(long_ago) is None
    people.cancel(clerk.as_actor(), notice=people.Notice(event_on=today), act_id=planned.pk, reason="取りやめ")
    assert standing(long_ago) is None, "the person gave it up, whatever became of the move"
    cancel_ending(supervisor.as_actor(), act_id=act.pk, told=told(note="別人の申請だった"))
    assert standing(long_ago)
    assert SealStanding.versions.known().get(person=long_ago).valid.upper is None


def test_a_lost_card_stays_lost_when_an_ending_is_taken_back(clerk, house, long_ago, today):
    planned = move_out(clerk.as_actor(), house, [long_ago], today + 5 * DAY)
    lose_card(clerk.as_actor(), person_id=long_ago, told=told())
    people.cancel(clerk.as_actor(), notice=people.Notice(event_on=today), act_id=planned.pk, reason="取りやめ")
    found = standing(long_ago)
    assert found and (found.card_state, found.valid.upper) == ("lost", None)


def test_another_seal_registered_since_is_not_pushed_aside(seals, clerk, long_ago, today):
    act = change_name(clerk, long_ago, "田中", today)
    seals.registered(long_ago, text="健一", mm=15)
    second = standing(long_ago).registration
    people.cancel(clerk.as_actor(), notice=people.Notice(event_on=today), act_id=act.pk, reason="誤り")
    assert standing(long_ago).registration == second
    assert SealAct.objects.filter(kind="not_revived").count() == 1


def test_cards_are_handed_over_lost_found_and_replaced(seals, clerk, house):
    person_id = house.members[1].person_id
    actor = clerk.as_actor()
    seals.register(seals.apply(person_id, text="渡邉美咲"), handed=False)
    number = standing(person_id).card.number
    with pytest.raises(people.Refused, match="未交付"):
        lose_card(actor, person_id=person_id, told=told())
    hand_over(actor, person_id=person_id, told=told())
    lose_card(actor, person_id=person_id, told=told())
    assert standing(person_id).card_state == "lost"
    find_card(actor, person_id=person_id, told=told())
    assert (standing(person_id).card_state, standing(person_id).card.number) == ("held", number)
    same = told()
    assert replace_card(actor, person_id=person_id, told=same) == replace_card(actor, person_id=person_id, told=same)
    assert standing(person_id).card.number != number


def test_only_a_supervisor_ends_it_early_and_the_person_is_told(seals, clerk, supervisor, town, long_ago):
    with pytest.raises(Forbidden):
        end_by_office(clerk.as_actor(), person_id=long_ago, reason=EndReason.INCAPABLE, told=told(note="審判"))
    with pytest.raises(people.Refused, match="根拠"):
        end_by_office(supervisor.as_actor(), person_id=long_ago, reason=EndReason.INCAPABLE, told=told(note=""))
    act = end_by_office(supervisor.as_actor(), person_id=long_ago, reason=EndReason.INCAPABLE, told=told(note="審判"))
    notice = print_notice(clerk.as_actor(), town=town, act_id=act.pk)
    assert notice == print_notice(clerk.as_actor(), town=town, act_id=act.pk)
    from madoguchi.engines.paperwork import api as paperwork

    text = text_of(paperwork.kept(notice.sha256))
    assert "抹消通知書" in text
    assert "意思能力の喪失" in text


def test_an_abolished_registration_needs_no_notice(clerk, town, long_ago):
    act = abolish(clerk.as_actor(), person_id=long_ago, reason=EndReason.ABOLISHED, told=told())
    with pytest.raises(people.Refused, match="通知を要しません"):
        print_notice(clerk.as_actor(), town=town, act_id=act.pk)
    with pytest.raises(people.Refused, match="本人確認"):
        abolish(clerk.as_actor(), person_id=long_ago, reason=EndReason.LOST, told=told(identity_check=""))


def test_a_seal_can_be_changed_within_a_day(seals, clerk, kenichi):
    abolish(clerk.as_actor(), person_id=kenichi, reason=EndReason.ABOLISHED, told=told())
    seals.registered(kenichi, text="健一", mm=15)
    assert standing(kenichi).registration.text == "健一"


def test_an_act_that_touches_no_seal_costs_one_query(clerk, house, kenichi, today):
    from ..actions.following import follow

    act = people.Act.objects.create(kind="move_out", event_on=today, recorded_at=timezone.now(), recorder="x")
    with CaptureQueriesContext(connection) as queries:
        follow(clerk.as_actor(), act, frozenset({house.members[2].person_id}))
    assert len(queries) == 1
    act.kind = "move_within"
    with CaptureQueriesContext(connection) as queries:
        follow(clerk.as_actor(), act, frozenset({kenichi}))
    assert len(queries) == 0
