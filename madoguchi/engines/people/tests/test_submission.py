"""The same form sent twice is one act; a form filled from an old household is refused."""

from datetime import timedelta

import pytest

from madoguchi.engines.people import api
from madoguchi.engines.people.models import Act

from .stories import FROM, TO, again, home, named, person, refusal


def newcomer(today):
    return person("新　人", "シン　ジン", today - timedelta(days=9000), "1", "02")


def test_a_double_submit_is_one_act(story, today):
    notice = story.notice(today)
    arguments = {"notice": notice, "newcomers": [newcomer(today)], "address": home(), "previous": FROM}
    assert api.move_in(story.actor, **arguments) == api.move_in(story.actor, **arguments)
    assert Act.objects.count() == 1


def test_also_after_the_household_moved_on(story, family, today):
    notice = story.notice(today, family)
    arguments = {"household_id": family.id, "person_ids": [named(family, "次郎").person_id], "destination": TO}
    first = api.move_out(story.actor, notice=notice, **arguments)
    assert api.move_out(story.actor, notice=notice, **arguments) == first


def test_a_form_filled_anew_is_not_taken_for_the_old_one(story, family, today):
    notice = story.notice(today, family)
    arguments = {"household_id": family.id, "person_ids": [named(family, "次郎").person_id], "destination": TO}
    api.move_out(story.actor, notice=notice, **arguments)
    with pytest.raises(api.Refused, match="既に「転出」を記録しています。今回の内容は記録していません"):
        api.move_out(story.actor, notice=again(notice, event_on=today - timedelta(days=1)), **arguments)


def test_an_old_form_is_stale(story, family, today):
    arguments = {"household_id": family.id, "destination": TO}
    api.move_out(
        story.actor, notice=story.notice(today, family), person_ids=[named(family, "次郎").person_id], **arguments
    )
    with pytest.raises(api.Stale) as caught:
        api.move_out(
            story.actor, notice=story.notice(today, family), person_ids=[named(family, "桜").person_id], **arguments
        )
    assert "窓口サービス課　窓口　一子が「転出」を記録しました。あなたの届出はまだ記録していません" in refusal(caught)
    assert Act.objects.count() == 2
