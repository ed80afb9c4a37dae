"""Whatever is written, taken back and tampered with in whatever order: whole chains verify, others name the place."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from madoguchi.foundation.access import Actor
from madoguchi.foundation.audit.actions import record, record_looks
from madoguchi.foundation.audit.models import Entry
from madoguchi.foundation.audit.taking import take_stamp
from madoguchi.foundation.audit.verifying import verify
from madoguchi.foundation.audit.verifying.faults import Kind

from .chains import broken

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
CLERK = Actor(user_id=7, name="窓口　一子", division="窓口サービス課")
DETAILS = st.dictionaries(
    st.text(max_size=5).filter(lambda key: "\x00" not in key),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8).filter(lambda text: "\x00" not in text),
        lambda inner: st.lists(inner, max_size=3),
        max_leaves=5,
    ),
    max_size=3,
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("one"), DETAILS),
        st.tuples(st.just("many"), st.integers(min_value=0, max_value=6)),
        st.tuples(st.just("back"), st.integers(min_value=1, max_value=4)),
        st.tuples(st.just("stamp"), st.none()),
    ),
    min_size=1,
    max_size=12,
)
QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def do(step, how):
    """One step of a day."""
    if step == "one":
        record(CLERK, action="people.move_in", subject="act:1", detail=how)
    elif step == "many":
        record_looks(CLERK, action="people.look", subjects=[f"person:{number}" for number in range(how)])
    elif step == "stamp":
        take_stamp()
    else:
        with transaction.atomic():
            for _ in range(how):
                record(CLERK, action="people.look", subject="person:1")
            transaction.set_rollback(True)


@QUICK
@given(STEPS)
def test_what_was_written_and_taken_back_verifies(town, settings_of_files, steps):
    with transaction.atomic():
        for step, how in steps:
            do(step, how)
        assert broken() == []
        assert verify().holds
        transaction.set_rollback(True)


@QUICK
@given(STEPS, st.data())
def test_one_entry_changed_removed_or_cut_off_is_named_where_it_was(town, settings_of_files, steps, data):
    with transaction.atomic():
        for step, how in [*steps, ("one", {}), ("many", 3)]:
            do(step, how)
        entries = list(Entry.objects.filter(user_id=7).order_by("lane", "position"))
        victim = data.draw(st.sampled_from(entries))
        last = victim.position == max(entry.position for entry in entries if entry.lane_id == victim.lane_id)
        how = data.draw(st.sampled_from(["change", "remove"]))
        with connection.cursor() as cursor:
            if how == "change":
                cursor.execute("UPDATE audit_entry SET purpose = purpose || 'x' WHERE id = %s", [victim.pk])
            else:
                cursor.execute("DELETE FROM audit_entry WHERE id = %s", [victim.pk])
        (fault,) = verify().faults
        expected = Kind.CHANGED if how == "change" else Kind.CUT_OFF if last else Kind.REMOVED
        assert (fault.kind, fault.lane, fault.position) == (expected, victim.lane_id, victim.position)
        transaction.set_rollback(True)


@pytest.fixture
def settings_of_files(settings, tmp_path):
    settings.AUDIT_FOLDER = tmp_path / "audit"
