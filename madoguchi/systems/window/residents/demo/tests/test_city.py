"""The demo city in the database: coherent on every day, the same for the same seed, found by search."""

import json
import time
from datetime import date, timedelta

import pytest
from django.db import connection

from madoguchi.engines.people.api import Held, Person, running_cases, understand, visible_to, write_batch
from madoguchi.foundation import vault
from madoguchi.foundation.access import SYSTEM_ACTOR
from madoguchi.foundation.codes import valid_corporate_number, valid_individual_number, valid_resident_code
from madoguchi.foundation.towns.current import in_town
from madoguchi.systems.window.residents.demo import fill
from madoguchi.systems.window.residents.demo.city import batches
from madoguchi.systems.window.residents.demo.world import World

pytestmark = pytest.mark.django_db

# Each finds what must not be; the first two look at every day on which anything begins or ends.
BROKEN = {
    "a household without exactly one head, as known now": """
        WITH m AS (SELECT household_id AS h, valid, is_head FROM people_membership WHERE upper_inf(recorded)),
        e AS (SELECT h, lower(valid) AS d FROM m UNION SELECT h, upper(valid) FROM m WHERE NOT upper_inf(valid))
        SELECT e.h, e.d FROM e JOIN m ON m.h = e.h AND m.valid @> e.d GROUP BY 1, 2
        HAVING count(*) FILTER (WHERE m.is_head) <> 1""",
    "a household without exactly one head, as known at any time": """
        WITH t AS (SELECT DISTINCT household_id AS h, lower(recorded) AS at FROM people_membership),
        m AS (SELECT household_id AS h, valid, recorded, is_head FROM people_membership),
        e AS (SELECT DISTINCT t.h, t.at, lower(m.valid) AS d FROM t JOIN m ON m.h = t.h AND m.recorded @> t.at)
        SELECT e.h FROM e JOIN m ON m.h = e.h AND m.recorded @> e.at AND m.valid @> e.d GROUP BY e.h, e.at, e.d
        HAVING count(*) FILTER (WHERE m.is_head) <> 1""",
    "a person in two households": """
        SELECT a.id FROM people_membership a JOIN people_membership b
            ON a.person_id = b.person_id AND a.id < b.id AND a.valid && b.valid AND a.recorded && b.recorded""",
    "a resident who is nobody or lives nowhere": """
        SELECT m.person_id FROM people_membership m WHERE upper_inf(m.recorded) AND m.valid @> %(day)s::date AND (
          NOT EXISTS (SELECT FROM people_identity i WHERE i.person_id = m.person_id
                       AND upper_inf(i.recorded) AND i.valid @> %(day)s::date) OR
          NOT EXISTS (SELECT FROM people_dwelling d WHERE d.household_id = m.household_id
                       AND upper_inf(d.recorded) AND d.valid @> %(day)s::date))""",
    "a resident without numbers": """
        SELECT m.person_id FROM people_membership m WHERE upper_inf(m.recorded) AND m.valid @> %(day)s::date AND (
          NOT EXISTS (SELECT FROM people_residentcode c WHERE c.person_id = m.person_id AND upper_inf(c.recorded)) OR
          NOT EXISTS (SELECT FROM people_individualnumber c
                       WHERE c.person_id = m.person_id AND upper_inf(c.recorded)))""",
    "someone who is a resident and removed": """
        SELECT m.person_id FROM people_membership m JOIN people_removal r USING (person_id)
         WHERE upper_inf(m.recorded) AND upper_inf(r.recorded) AND r.valid && m.valid""",
    "someone who is neither": """
        SELECT p.id FROM people_person p WHERE p.kind = 'resident'
           AND NOT EXISTS (SELECT FROM people_membership m WHERE m.person_id = p.id
                            AND upper_inf(m.recorded) AND m.valid @> %(day)s::date)
           AND NOT EXISTS (SELECT FROM people_removal r WHERE r.person_id = p.id
                            AND upper_inf(r.recorded) AND r.valid @> %(day)s::date)""",
    "a foreign resident without a permit, or a Japanese one with it": """
        SELECT m.person_id FROM people_membership m JOIN people_identity i USING (person_id)
         WHERE upper_inf(m.recorded) AND m.valid @> %(day)s::date AND upper_inf(i.recorded) AND i.valid @> %(day)s::date
           AND i.is_foreign <> EXISTS (SELECT FROM people_permit p WHERE p.person_id = m.person_id
                                        AND upper_inf(p.recorded) AND p.valid @> %(day)s::date)""",
    "a permit that has run out": """
        SELECT p.id FROM people_permit p JOIN people_membership m USING (person_id)
         WHERE upper_inf(p.recorded) AND p.valid @> %(day)s::date AND upper_inf(m.recorded)
           AND m.valid @> %(day)s::date AND p.expires_on < %(day)s::date""",
    "a resident before birth": """
        SELECT m.id FROM people_membership m JOIN people_identity i USING (person_id)
         WHERE upper_inf(m.recorded) AND upper_inf(i.recorded) AND lower(m.valid) < i.birth_on""",
    "a mother under 18 or over 45": """
        WITH now AS (SELECT m.*, i.birth_on, i.sex FROM people_membership m JOIN people_identity i USING (person_id)
          WHERE upper_inf(m.recorded) AND m.valid @> %(day)s::date
            AND upper_inf(i.recorded) AND i.valid @> %(day)s::date)
        SELECT c.id FROM now p JOIN now c USING (household_id)
         WHERE c.relation = '{20}' AND (p.is_head OR p.relation = '{12}') AND p.sex = '2'
           AND NOT extract(year FROM age(c.birth_on, p.birth_on)) BETWEEN 18 AND 45""",
    "an act recorded ahead of its time, or before it was notified": """
        SELECT id FROM people_act WHERE recorded_at > now()
            OR notified_on > (recorded_at AT TIME ZONE 'Asia/Tokyo')::date
            OR (event_on > notified_on AND kind <> 'move_out')""",
    "a person who cannot be found": """
        SELECT id FROM people_person p WHERE NOT EXISTS (SELECT FROM people_searchkey k WHERE k.person_id = p.id)""",
}
TABLES = (
    "act", "person", "household", "identity", "membership", "dwelling", "permit", "removal", "residentcode",
    "individualnumber", "contact", "searchkey",
)  # fmt: skip


def rows(sql, **values):
    """All rows of a query."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def test_a_small_city_is_coherent(town):
    day = World(town, date.today(), 1).today
    fill(town, 500)
    for what, sql in BROKEN.items():
        found = rows(sql, day=day)
        assert not found, f"{what}: {found[:5]}"
    present = rows("SELECT count(*) FROM people_searchkey WHERE NOT gone")
    assert present == [(500,)]
    assert all(valid_resident_code(value, "mod11_kari") for (value,) in rows("SELECT value FROM people_residentcode"))
    sealed = rows("SELECT person_id, sealed FROM people_individualnumber")
    assert len(sealed) > 400
    assert all(valid_individual_number(opened(*row)) for row in sealed)
    companies = rows("SELECT corporate_number FROM people_identity WHERE corporate_number <> ''")
    assert all(valid_corporate_number(value) for (value,) in companies)
    kinds = {kind for (kind,) in rows("SELECT DISTINCT kind FROM people_act")}
    assert {"move_in", "move_within", "move_out", "move_out_confirm", "birth", "death", "migration"} <= kinds


def opened(person, sealed):
    return vault.unseal(sealed, purpose="people.number", bound_to=f"person:{person}").decode()


def restart_sequences():
    """Lets numbers begin at 1, wherever other tests have brought them."""
    with connection.cursor() as cursor:
        mine = "schemaname = current_schema() AND starts_with(sequencename, 'people_')"
        cursor.execute(f"SELECT sequencename FROM pg_sequences WHERE {mine}")
        for (name,) in cursor.fetchall():
            cursor.execute(f"ALTER SEQUENCE {name} RESTART")


def unsealed(row):
    """A row without what each town's own keys make of its numbers."""
    return {key: value for key, value in json.loads(row[0]).items() if key not in {"sealed", "fingerprint"}}


def test_the_same_seed_gives_the_same_city(town, other_town):
    def city():
        restart_sequences()
        write_batch(SYSTEM_ACTOR, batches(World(town, date(2026, 11, 20), 7), 150))
        return {table: rows(f"SELECT to_jsonb(t) FROM people_{table} t ORDER BY id") for table in TABLES}

    first = city()
    with in_town(other_town):
        second = city()
    for table in TABLES:
        assert list(map(unsealed, first[table])) == list(map(unsealed, second[table])), table
    assert len(first["person"]) > 150


def test_people_are_found_and_a_filled_town_is_left_alone(town, clerk):
    fill(town, 400)
    count = Person.objects.count()
    assert fill(town, 400) is None
    assert Person.objects.count() == count
    name = rows("SELECT folded FROM people_searchkey WHERE NOT gone ORDER BY id LIMIT 1")[0][0].split("\n")[0]
    page = visible_to(clerk.as_actor()).search(understand(name))
    assert page.hits
    assert page.hits[0].present


def test_a_town_that_is_invented_has_invented_addresses(other_town):
    with in_town(other_town):
        fill(other_town, 60)
        places = rows("SELECT DISTINCT city, prefecture, lg_code, postal_code FROM people_dwelling")
    assert places == [("ひなた町", "日和県", "990019", "9999999")]


@pytest.mark.slow
def test_two_thousand_are_there_before_the_kettle_boils(town):
    begun = time.monotonic()
    written = fill(town, 2000)
    assert time.monotonic() - begun < 60
    assert written.total > 20_000


def test_two_families_are_protected_and_those_they_fear_live_in_the_town(town, clerk, supervisor):
    fill(town, 150)
    cases = running_cases(supervisor.as_actor())
    assert [(len(case.person_ids), case.renewable) for case in cases] == [(1, True), (2, False)]
    chief, view = visible_to(supervisor.as_actor()), visible_to(clerk.as_actor())
    for case in cases:
        for person_id in case.person_ids:
            assert chief.person(person_id).is_resident
            with pytest.raises(Held):
                view.person(person_id)
    wife = chief.person(cases[1].case.applicant_id)
    then = chief.house_of(wife.person.pk, on=wife.membership.settled_on - timedelta(days=1))
    husband = next(member for member in then.members if member.person_id not in cases[1].person_ids)
    assert view.person(husband.person_id).is_resident
    assert [member.person_id for member in view.house_of(husband.person_id).members] == [husband.person_id]
