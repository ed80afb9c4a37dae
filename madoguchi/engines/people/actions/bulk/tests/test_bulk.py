"""Many persons at once: the same record as by single acts, or nothing."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from madoguchi.engines.people.actions.bulk import Batch, write_batch
from madoguchi.engines.people.actions.search_keys import refresh_search_keys
from madoguchi.engines.people.api import (
    ActKind,
    Address,
    Newcomer,
    Notice,
    PersonFacts,
    Query,
    move_in,
    move_within,
    visible_to,
)
from madoguchi.engines.people.models import Act as ActModel
from madoguchi.engines.people.models import Contact, Household, Identity, Membership, Person, SearchKey
from madoguchi.foundation.access import SYSTEM_ACTOR, Forbidden
from madoguchi.foundation.audit.models import Entry

pytestmark = pytest.mark.django_db
DAY = date(2020, 4, 1)
AT = datetime(2020, 4, 3, 3, 0, tzinfo=UTC)
HOME = {"lg_code": "122289", "prefecture": "千葉県", "city": "四街道市", "town": "大日", "lot": "9812番地6"}


def family(batch, names=("髙橋　一郎", "髙橋　花子"), since=DAY, number=None):
    """A couple that moves in; gives the household and the persons."""
    act = batch.act(ActKind.MIGRATION, since, AT)
    house = batch.household(number)
    batch.put("dwelling", opened_by=act, since=since, household_id=house, **HOME)
    people = [batch.person() for _ in names]
    for index, (person, name) in enumerate(zip(people, names, strict=True)):
        batch.put("identity", opened_by=act, since=None, person_id=person, name=name, name_kana="タカハシ　イチロウ")
        lives(batch, act, person, house, since, head=index == 0)
    return house, people, act


def lives(batch, act, person, house, since, *, head, until=None):
    """A membership."""
    relation, text = (["02"], "世帯主") if head else (["12"], "妻")
    batch.put(
        "membership",
        opened_by=act,
        since=since,
        until=until,
        person_id=person,
        household_id=house,
        relation=relation,
        relation_text=text,
        is_head=head,
    )


def someone_there():
    """A family that makes the town one that is not empty: constraints stand while rows come."""
    batch = Batch()
    family(batch, names=("田中　実",))
    write_batch(SYSTEM_ACTOR, batch)


def definitions():
    """Every constraint and index of the record, as the catalogue has them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid::regclass::text LIKE 'people_%' ORDER BY 1"
        )
        constraints = cursor.fetchall()
        cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() ORDER BY 1")
        return constraints, cursor.fetchall()


def test_a_batch_makes_a_record_on_which_acts_go_on(clerk):
    batch = Batch()
    house, people, _ = family(batch)
    write_batch(SYSTEM_ACTOR, batch)

    notice = Notice(event_on=date(2021, 5, 1), notified_on=date(2021, 5, 2), expected={house: 0})
    new = Address(**{**HOME, "lot": "9900番地1"})
    move_within(clerk.as_actor(), notice=notice, household_id=house, person_ids=people, address=new)

    view = visible_to(clerk.as_actor())
    assert view.house(house, on=date(2021, 6, 1)).address.lot == "9900番地1"
    assert view.house(house, on=date(2020, 6, 1)).address.lot == "9812番地6"
    assert [member.relation_text for member in view.house(house).members] == ["世帯主", "妻"]


def test_people_of_a_batch_are_found_like_others(clerk):
    batch = Batch()
    family(batch)
    write_batch(SYSTEM_ACTOR, batch)
    page = visible_to(clerk.as_actor()).search(Query(names=("高橋",)))
    assert [hit.name for hit in page.hits] == ["髙橋　一郎", "髙橋　花子"]


def test_search_keys_equal_those_of_single_acts(clerk):
    batch = Batch()
    family(batch, names=("渡邉　マリ子", "O'Connor \\ Ann"))
    ids = write_batch(SYSTEM_ACTOR, batch).person_ids
    made = list(SearchKey.objects.order_by("person").values())
    refresh_search_keys(ids)
    assert list(SearchKey.objects.order_by("person").values()) == made


@pytest.mark.parametrize("name", ["a\tb", "a\nb", "a\\b", "\\N", '{"x"}', "渡邉󠄂　𠮷"])
def test_every_sign_arrives_as_it_was(name):
    batch = Batch()
    family(batch, names=(name,))
    write_batch(SYSTEM_ACTOR, batch)
    assert Identity.versions.get().name == name


@pytest.mark.parametrize("empty", [True, False])
def test_two_heads_are_refused_and_nothing_is_left(empty):
    if not empty:
        someone_there()
    before, standing = Person.objects.count(), definitions()
    batch = Batch()
    house, _people, act = family(batch)
    other = batch.person()
    batch.put("identity", opened_by=act, since=None, person_id=other, name="二人目")
    lives(batch, act, other, house, DAY, head=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        write_batch(SYSTEM_ACTOR, batch)
    assert Person.objects.count() == before
    assert definitions() == standing


@pytest.mark.parametrize("empty", [True, False])
def test_a_person_in_two_households_is_refused(empty):
    if not empty:
        someone_there()
    batch = Batch()
    family(batch)
    house, people, act = family(batch)
    lives(batch, act, people[1], house, date(2022, 1, 1), head=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        write_batch(SYSTEM_ACTOR, batch)


def test_constraints_stand_again_after_an_empty_town_is_filled():
    before = definitions()
    someone_there()
    assert definitions() == before


def test_given_numbers_are_kept_and_never_given_again(clerk):
    batch = Batch()
    family(batch, number=5_000_000)
    write_batch(SYSTEM_ACTOR, batch)
    facts = PersonFacts(name="鈴木　次郎", birth_on=date(1990, 1, 1), sex="1")
    notice = Notice(event_on=date(2021, 5, 1), notified_on=date(2021, 5, 2))
    newcomer = Newcomer(facts=facts, relation=("02",))
    move_in(
        clerk.as_actor(),
        notice=notice,
        newcomers=[newcomer],
        address=Address(**HOME),
        previous=Address(prefecture="千葉県", city="佐倉市"),
    )
    assert Household.objects.order_by("-number").values_list("number", flat=True)[0] == 5_000_001


def test_a_number_given_twice_is_refused():
    batch = Batch()
    family(batch, number=7)
    family(batch, number=7)
    with pytest.raises(IntegrityError), transaction.atomic():
        write_batch(SYSTEM_ACTOR, batch)
    assert not ActModel.objects.exists()


def test_only_persons_of_the_batch_may_be_named():
    batch = Batch()
    act = batch.act(ActKind.MIGRATION, DAY, AT)
    with pytest.raises(KeyError, match="person 12"):
        batch.put("contact", opened_by=act, since=None, person_id=12, phone="1")
    person = batch.person()
    with pytest.raises(KeyError, match="telephone"):
        batch.put("contact", opened_by=act, since=None, person_id=person, telephone="1")


def test_a_closed_version_is_known_only_until_it_was_superseded():
    batch = Batch()
    _house, people, first = family(batch, names=("田中　実",))
    second = batch.act(ActKind.EX_OFFICIO_FIX, DAY, datetime(2021, 1, 1, tzinfo=UTC))
    batch.put("contact", opened_by=first, closed_by=second, since=None, person_id=people[0], phone="1")
    batch.put("contact", opened_by=second, since=None, person_id=people[0], phone="2")
    write_batch(SYSTEM_ACTOR, batch)
    contacts = Contact.versions
    assert contacts.as_of(DAY, datetime(2020, 6, 1, tzinfo=UTC)).get().phone == "1"
    assert contacts.as_of(DAY).get().phone == "2"


def test_batches_in_a_row_are_one_act_of_writing(clerk):
    told = []

    def several():
        for _ in range(3):
            batch = Batch()
            family(batch)
            yield batch

    written = write_batch(SYSTEM_ACTOR, several(), progress=lambda done, total, message: told.append((done, message)))
    assert Membership.versions.count() == 6
    assert len(written.person_ids) == 6
    assert written.rows["people_person"] == 6
    assert Entry.objects.filter(action="people.migrate").count() == 1
    assert any("検索キー" in message for _, message in told)


def test_a_clerk_may_not_write_batches(clerk):
    with pytest.raises(Forbidden):
        write_batch(clerk.as_actor(), Batch())
