"""Systems that follow the record: each is told of every act, in the act's own transaction."""

from datetime import timedelta

import pytest

from madoguchi.engines.people import api
from madoguchi.engines.people.models import Act
from madoguchi.foundation.audit.actions import record
from madoguchi.foundation.audit.models import Entry
from madoguchi.foundation.registry import hooks

from .stories import TO, home, ids, named


@pytest.fixture
def told(monkeypatch):
    """What a system that follows the record has heard: kind, persons, and whether the act could be read."""
    heard = []

    def follow(actor, act, person_ids):
        heard.append((act.kind, set(person_ids), Act.objects.filter(pk=act.pk).exists(), str(actor)))
        record(actor, action="test.follow", subject=f"act:{act.pk}")

    monkeypatch.setattr(hooks, "act_hooks", lambda: (follow,))
    return heard


def test_each_act_is_told_once_with_everyone_it_touched(story, family, today, told):
    jiro, sakura = named(family, "次郎").person_id, named(family, "桜").person_id
    api.move_within(story.actor, notice=story.notice(today, family), household_id=family.id, person_ids=[jiro],
                    address=home("2番地"))  # fmt: skip
    kind, persons, readable, actor = told[0]
    assert (kind, readable, actor) == ("move_within", True, str(story.actor))
    assert jiro in persons
    assert len(told) == 1
    left = story.house(family, today)
    api.move_out(
        story.actor, notice=story.notice(today, left), household_id=left.id, person_ids=ids(left), destination=TO
    )
    assert told[1][:2] == ("move_out", set(ids(left)))
    assert sakura in told[1][1]


def test_a_cancellation_names_those_who_were_touched(story, family, today, told):
    act = api.move_out(story.actor, notice=story.notice(today + timedelta(days=3), family), household_id=family.id,
                       person_ids=ids(family), destination=TO)  # fmt: skip
    api.cancel(story.actor, notice=story.notice(today), act_id=act.pk, reason="取りやめ")
    assert [each[0] for each in told] == ["move_out", "cancel"]
    assert told[1][1] == set(ids(family))


def test_a_preview_takes_back_what_was_done_because_of_it(story, family, today, told):
    entries = Entry.objects.count()
    api.preview(api.move_out, story.actor, notice=story.notice(today, family), household_id=family.id,
                person_ids=ids(family), destination=TO)  # fmt: skip
    assert [each[0] for each in told] == ["move_out"]
    assert Entry.objects.count() == entries


def test_what_a_follower_raises_undoes_the_act(story, family, today, monkeypatch):
    def fail(actor, act, person_ids):
        raise RuntimeError("the follower failed")

    monkeypatch.setattr(hooks, "act_hooks", lambda: (fail,))
    before = Act.objects.count()
    with pytest.raises(RuntimeError, match="follower"):
        story.single(today)
    assert Act.objects.count() == before


def test_the_same_form_twice_is_told_once(story, family, today, told):
    notice = story.notice(today, family)
    for _ in range(2):
        api.move_out(story.actor, notice=notice, household_id=family.id, person_ids=ids(family), destination=TO)
    assert len(told) == 1


def test_hooks_are_those_that_manifests_name():
    from madoguchi.foundation.registry import systems

    hooks.act_hooks.cache_clear()
    assert len(hooks.act_hooks()) == len([system for system in systems() if system.on_act])
