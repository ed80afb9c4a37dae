"""What an act touched, and which acts touched a household."""

from __future__ import annotations

from collections.abc import Iterable

from ..models import VERSION_MODELS, Act, ActKind, Dwelling, Membership
from .guards import guarded
from .houses import fetch

PERSON_TABLES = [model._meta.db_table for model in VERSION_MODELS if model is not Dwelling]
HOUSE_TABLES = [model._meta.db_table for model in (Membership, Dwelling)]
LINKS = ("opened_by_id", "closed_by_id")


def subjects_of(act: Act) -> tuple[frozenset[int], frozenset[int]]:
    """Ids of the persons and of the households whose rows the act wrote or superseded."""
    persons = [("'person'", "person_id", table) for table in PERSON_TABLES]
    houses = [("'house'", "household_id", table) for table in HOUSE_TABLES]
    parts = [
        f"SELECT {what} AS what, {key} AS id FROM {table} WHERE {link} = %(act)s"  # noqa: S608 (our own names)
        for what, key, table in persons + houses
        for link in LINKS
    ]
    rows = fetch("\nUNION ".join(parts), {"act": act.pk})
    persons_found, houses_found = (
        frozenset(row["id"] for row in rows if row["what"] == what) for what in ("person", "house")
    )
    return persons_found, houses_found


def latest_act(household_id: int) -> Act | None:
    """The act that last changed a household or a fact of someone who lives or lived in it."""
    members = "person_id IN (SELECT person_id FROM people_membership WHERE household_id = %(id)s)"
    places = [(table, members) for table in PERSON_TABLES] + [
        (table, "household_id = %(id)s") for table in HOUSE_TABLES
    ]
    parts = [
        f"SELECT {link} AS act FROM {table} WHERE {where}"  # noqa: S608 (our own names)
        for table, where in places
        for link in LINKS
    ]
    ids = [row["act"] for row in fetch("\nUNION ".join(parts), {"id": household_id}) if row["act"]]
    return Act.objects.filter(pk__in=ids).order_by("-recorded_at").first()


def touched_guarded(acts: Iterable[Act]) -> frozenset[int]:
    """Ids of those of the acts that touched someone guarded, or a household in which someone guarded lives.

    A migration is none of them: its summary is of a file, and it touched everyone.
    """
    ids = [act.pk for act in acts if act.kind != ActKind.MIGRATION]
    if not ids:
        return frozenset()
    persons = [("'person'", "person_id", table) for table in PERSON_TABLES]
    houses = [("'house'", "household_id", table) for table in HOUSE_TABLES]
    parts = [
        f"SELECT {what} AS what, {key} AS id, {link} AS act FROM {table} WHERE {link} = ANY(%(acts)s)"  # noqa: S608
        for what, key, table in persons + houses
        for link in LINKS
    ]
    rows = fetch("\nUNION ".join(parts), {"acts": ids})
    found = guarded(*({row["id"] for row in rows if row["what"] == what} for what in ("person", "house")))
    sets = {"person": found.persons, "house": found.households}
    return frozenset(row["act"] for row in rows if row["id"] in sets[row["what"]])
