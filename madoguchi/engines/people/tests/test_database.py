"""What the database refuses by itself, whoever writes."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from madoguchi.engines.people.models import Membership, Proposal

from .stories import ids

A_DAY = timedelta(days=1)
COPY = """
INSERT INTO people_membership (person_id, household_id, relation, relation_text, is_head, position,
resident_since_uncertain,
  settled_uncertain, entry_reason, previous_address, opened_by_id, valid, recorded)
SELECT {person}, {house}, {relation}, '', {head}, 9, false, false, '', '{{}}', opened_by_id, {valid}, {recorded}
  FROM people_membership WHERE person_id = %s
"""


def insert(person_id, **changes):
    same = {"person": "person_id", "house": "household_id", "relation": "relation", "head": "is_head", "valid": "valid",
            "recorded": "recorded"}  # fmt: skip
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(COPY.format(**{**same, **changes}), [person_id])


def refused(person_id, state, **changes):
    with pytest.raises(IntegrityError) as caught:
        insert(person_id, **changes)
    assert caught.value.__cause__.sqlstate == state


def test_one_person_in_two_households(story, family, today):
    other = story.single(today)
    refused(family.members[1].person_id, "23P01", house=str(other.id))


def test_overlapping_periods(family):
    refused(family.members[1].person_id, "23P01")
    refused(family.members[1].person_id, "23P01", valid="daterange(CURRENT_DATE, CURRENT_DATE + 1)")


def test_two_heads(story, family, today):
    guest = story.single(today)
    before_that = "daterange(lower(valid) - 3, lower(valid))"
    refused(guest.head.person_id, "23P01", house=str(family.id), valid=before_that)


def test_a_head_is_called_head_and_nobody_else(family):
    past = "daterange(lower(valid) - 3, lower(valid))"
    refused(family.members[1].person_id, "23514", head="true", valid=past)
    refused(family.members[1].person_id, "23514", relation="ARRAY['02']", valid=past)


@pytest.mark.parametrize(
    "changes",
    [{"valid": "'empty'::daterange"}, {"recorded": "'empty'::tstzrange"}, {"recorded": "tstzrange(NULL, NULL)"}],
)
def test_empty_periods(family, changes):
    insert_past = {"valid": "daterange(lower(valid) - 3, lower(valid))", **changes}
    refused(family.members[1].person_id, "23514", **insert_past)


def test_the_same_fact_may_have_been_known_before(family):
    insert(family.members[1].person_id, recorded="tstzrange(lower(recorded) - interval '1 day', lower(recorded))")
    assert Membership.versions.filter(person=family.members[1].person_id).count() == 2


COPY_DWELLING = """
INSERT INTO people_dwelling (household_id, lg_code, prefecture, city, town, town_code, lot, building, postal_code,
  district, opened_by_id, valid, recorded)
SELECT household_id, '', '', '', 'x', '', '', '', '', '', opened_by_id, valid, recorded FROM people_dwelling
"""


def test_one_household_at_two_addresses(family):
    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute(COPY_DWELLING)


@pytest.mark.parametrize(
    ("table", "columns", "values"),
    [("people_residentcode", "value", "'1'"), ("people_individualnumber", "sealed, fingerprint", r"'\x00', '\x01'")],
)
def test_one_number_for_two_people(family, table, columns, values):
    one, two = ids(family)[:2]
    sql = (
        f"INSERT INTO {table} (person_id, {columns}, opened_by_id, valid, recorded)"
        f" SELECT %s, {values}, min(id), daterange(CURRENT_DATE, NULL), tstzrange(now(), NULL) FROM people_act"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [one])
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [two])


def test_a_cancellation_cancels_something(family):
    for sql in ("UPDATE people_act SET kind = 'cancel'", "UPDATE people_act SET cancels_id = id"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_the_second_person_is_another(story, family, today):
    common = {"kind": "ex_officio_fix", "arguments": {}, "summary": "", "reason": "", "proposed_by": 1, "proposer": ""}
    for wrong in ({"decided_by": 1, "state": "refused"}, {"state": "approved", "decided_by": 2}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Proposal.objects.create(**common, **wrong)
