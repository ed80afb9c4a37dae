"""What the demo shows: in the invented town a year half way; in a real city nothing that it has not said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from madoguchi.config.demo import add_logins
from madoguchi.foundation.towns.current import in_town
from madoguchi.systems.plan.progress.demo import fill
from madoguchi.systems.plan.progress.models import Member, Plan, Reported, Role, Sheet, Survey
from madoguchi.systems.plan.progress.survey.queries import standing_of
from madoguchi.systems.plan.progress.survey.rules import SAVED, WAITING

if TYPE_CHECKING:
    from madoguchi.foundation.towns.models import Town


PROGRESS = "madoguchi.systems.plan.progress"


def test_the_invented_town_shows_a_year_half_way(other_town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the years of its plan; before and after them there is nothing to show."""
    for module in ("demo", "survey.actions", "actions.reporting"):
        monkeypatch.setattr(f"{PROGRESS}.{module}.fiscal_year", lambda day: 2026)
    with in_town(other_town):
        add_logins(other_town)
        fill(other_town, 1)
        sheets = Sheet.objects.select_related("draft", "measure")
        found = {each.measure.code: standing_of(each) for each in sheets if each.revision}
        assert found == {"1-1-1": SAVED, "1-1-2": WAITING}
        assert Plan.objects.get(code="r8_r9").surveys.count() == 1
        chair = Member.objects.get(role=Role.CHAIR)
        assert (chair.name, chair.called) == ("日和　見", "委員長・最高情報責任者（CIO）")


def test_a_real_city_has_members_and_no_invented_answers(town: Town) -> None:
    before = Reported.objects.count()
    add_logins(town)
    fill(town, 1)
    assert Member.objects.filter(role=Role.OFFICE).exists()
    assert not Survey.objects.exists()
    assert Reported.objects.count() == before
