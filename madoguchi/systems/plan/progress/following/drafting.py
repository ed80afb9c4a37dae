"""The next plan as the two files of the plan's own form: what goes on, with its last values as base.

A measure that was finished or abolished is left out; one that is to be changed says so in ``note``. Stages and targets
are the last ones of this plan for every year of the next: a base to be changed, not a proposal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from madoguchi.foundation.calendar import fiscal_year_name
from madoguchi.foundation.web.downloads import Rows

from ..files import plain_figure
from ..loading import words
from ..loading.content import LANGUAGES, Card
from ..loading.measures import AT_MOST, columns
from ..models import Evaluation, Goal, Indicator, Measure, Plan, Reported, Section, Target, Verdict
from ..queries.plans import measures_of
from ..queries.reported import latest_reported
from ..rules import DONE, OPERATING, REVISED, STUDY, Stage

LONGEST_NOTE = 300
ENDED = (Verdict.FINISH, Verdict.ABOLISH)


@dataclass(frozen=True)
class Followed:
    """A measure of this plan on its way into the next, with what a committee said of it last."""

    measure: Measure
    stage: Stage
    evaluation: Evaluation | None

    @property
    def ends(self) -> bool:
        """Whether it is left out of the next plan."""
        return self.evaluation is not None and self.evaluation.verdict in ENDED

    @property
    def changes(self) -> bool:
        """Whether it goes on otherwise than before."""
        return self.evaluation is not None and self.evaluation.verdict in (Verdict.WIDEN, Verdict.REVISE)

    @property
    def kind(self) -> str:
        """Its 区分 in the next plan."""
        return "拡充" if self.evaluation and self.evaluation.verdict == Verdict.WIDEN else "継続"

    @property
    def mark(self) -> str:
        """What is to be changed, for the note; "" for nothing."""
        if not self.changes or self.evaluation is None:
            return ""
        year = fiscal_year_name(self.evaluation.survey.fiscal_year)
        return f"【{self.evaluation.get_verdict_display()}】{year}の評価：{self.evaluation.words}".replace("\n", " ")


def followed(plan: Plan) -> list[Followed]:
    """Every measure of a plan in its order; a fixed number of queries."""
    measures = list(measures_of(plan))
    reported, said = latest_reported(measures), last_said(plan)
    return [Followed(each, last_stage(each, reported), said.get(each.pk)) for each in measures]


def last_said(plan: Plan) -> dict[int, Evaluation]:
    """Measure → the last evaluation of any year."""
    found = Evaluation.objects.filter(survey__plan=plan).select_related("survey")
    last = found.order_by("measure_id", "-survey__fiscal_year", "-revision").distinct("measure_id")
    return {each.measure_id: each for each in last}


def last_stage(measure: Measure, reported: dict[tuple[int, int], Reported]) -> Stage:
    """How far a measure is at the end of its plan, as a stage that the next can begin with; the planned one where
    nobody has said."""
    years = sorted(year for pk, year in reported if pk == measure.pk)
    planned = max(measure.planned.all(), key=lambda each: each.fiscal_year).stage
    stage = Stage(reported[measure.pk, years[-1]].stage if years else planned)
    return {DONE: OPERATING, REVISED: STUDY}.get(stage, stage)


def measure_rows(found: Iterable[Followed], card: Card) -> Rows:
    """The file of measures."""
    yield columns(card)
    for each in found:
        if not each.ends:
            yield from lines_of(each, card)


def lines_of(each: Followed, card: Card) -> Iterator[list[str]]:
    """The lines of one measure: the first, and one for each further indicator."""
    indicators = [indicator for indicator in each.measure.indicators.all() if indicator.targets.all()]
    own = next((indicator for indicator in indicators if indicator.code == each.measure.code), None)
    yield line_of(each, each.measure.code, own, card)
    for further in indicators:
        if further is not own:
            yield line_of(each, further.code, further, card)


def line_of(each: Followed, code: str, indicator: Indicator | None, card: Card) -> list[str]:
    """One line."""
    measure = each.measure
    goal, section, _ = measure.code.split("-")
    owners = ";".join(owner.name for owner in measure.owners.all())
    target = last_target(indicator) if indicator else None
    figure = plain_figure(target.value) if target and target.value is not None else ""
    return [
        *(code, goal, section, measure.name, each.kind, owners),
        *(each.stage.label for _ in card.years),
        *((indicator.name, indicator.unit) if indicator else ("", "")),
        *(figure for _ in card.years),
        note_of(each, indicator, target, card),
    ]


def last_target(indicator: Indicator) -> Target:
    """The target of the latest year that has one."""
    return max(indicator.targets.all(), key=lambda each: each.fiscal_year)


def note_of(each: Followed, indicator: Indicator | None, target: Target | None, card: Card) -> str:
    """What the loading reads from a note (a target in words, the better side), then what is to be changed."""
    read = [AT_MOST] if indicator and indicator.at_most else []
    if target and target.value is None:
        words_ = target.words.replace("　", "").replace(" ", "")
        read += [f"{short_year(year)}年度の目標は{words_}" for year in card.years]
    return "　".join([*read, each.mark] if each.mark else read)[:LONGEST_NOTE]


def short_year(year: int) -> str:
    """8 for 令和8年度."""
    return fiscal_year_name(year)[2:].removesuffix("年度")


def word_rows(found: Iterable[Followed]) -> Rows:
    """The file of words: goals, sections and measures that go on."""
    yield words.COLUMNS
    seen: set[str] = set()
    for each in found:
        if each.ends:
            continue
        section: Section = each.measure.section
        goal: Goal = section.goal
        code = f"{goal.number}-{section.number}"
        for key, thing in ((goal.code, goal), (code, section), (each.measure.code, each.measure)):
            if key not in seen and thing.name and said(thing, key):
                seen.add(key)
                yield word_row(key, thing)


def said(thing: Goal | Section | Measure, key: str) -> bool:
    """Whether there is anything to say of it beside its own line."""
    return key.count("-") < 2 or bool(thing.description or thing.names)


def word_row(key: str, thing: Goal | Section | Measure) -> list[str]:
    """One line of words."""
    return [key, thing.name, thing.description, *(thing.names.get(language, "") for language in LANGUAGES.values())]
