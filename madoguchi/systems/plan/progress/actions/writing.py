"""Writing the rows of a plan that is loaded, in the transaction of the loading."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils import timezone

from madoguchi.foundation.access import Actor
from madoguchi.foundation.access.models import Division

from ..errors import Refused
from ..loading.content import Content, MeasureContent
from ..models import Goal, Indicator, Measure, Owner, Plan, Planned, Reported, Section, Target
from ..queries.reported import latest_reported

TITLED = ["name", "names", "description"]


def write_measures(plan: Plan, content: Content) -> None:
    """Goals, sections and measures by their codes; what hangs on a measure is written anew."""
    goals = {each.number: each for each in put(goals_of(plan, content), Goal, ["plan", "number"])}
    sections = put(sections_of(goals, content), Section, ["goal", "number"])
    by_number = {(section.goal.number, section.number): section for section in sections}
    clear(plan, content)
    measures = put(measures_of(by_number, content), Measure, ["section", "code"], ["order", "kind", "note"])
    write_parts({measure.code: measure for measure in measures}, content)
    Section.objects.filter(goal__plan=plan, measures__isnull=True).delete()
    Goal.objects.filter(plan=plan, sections__isnull=True).delete()


def put(rows: Iterable[Any], model: Any, unique: list[str], more: Iterable[str] = ()) -> list[Any]:
    """Inserts rows, or changes those that are there, in one statement; gives them with their ids."""
    return model.objects.bulk_create(
        list(rows), update_conflicts=True, unique_fields=unique, update_fields=[*TITLED, *more]
    )


def goals_of(plan: Plan, content: Content) -> Iterable[Goal]:
    """The goals that the measures name."""
    for number in sorted({each.goal for each in content.measures}):
        yield Goal(plan=plan, number=number, **titles(content, str(number)))


def sections_of(goals: dict[int, Goal], content: Content) -> Iterable[Section]:
    """The sections that the measures name."""
    for goal, number in sorted({(each.goal, each.section) for each in content.measures}):
        yield Section(goal=goals[goal], number=number, **titles(content, f"{goal}-{number}"))


def measures_of(sections: dict[tuple[int, int], Section], content: Content) -> Iterable[Measure]:
    """The measures in the order of the file."""
    for order, each in enumerate(content.measures):
        said = {**titles(content, each.code), "name": each.name}
        section = sections[each.goal, each.section]
        yield Measure(section=section, code=each.code, order=order, kind=each.kind, note=each.note, **said)


def titles(content: Content, code: str) -> dict[str, Any]:
    """Name, other names and description of a code."""
    words = content.words_of(code)
    return {"name": words.name, "names": dict(words.names), "description": words.description}


def clear(plan: Plan, content: Content) -> None:
    """Takes away what is written anew, and measures that the files no longer have.

    Raises Refused for one of which something was reported or asked.
    """
    mine = Measure.objects.filter(section__goal__plan=plan)
    gone = mine.exclude(code__in=[each.code for each in content.measures])
    if kept := gone.filter(Q(reported__isnull=False) | Q(sheets__isnull=False)).distinct().first():
        raise Refused(f"施策 {kept} には実施状況か調査票があるので、計画から除けません。ファイルに残してください。")
    if kept := gone.filter(typed__isnull=False).distinct().first():
        raise Refused(f"施策 {kept} には根拠のある値があるので、計画から除けません。ファイルに残してください。")
    Target.objects.filter(indicator__measure__in=mine).delete()
    for rows in (Indicator.objects, Owner.objects, Planned.objects):
        rows.filter(measure__in=mine).delete()
    gone.delete()


def write_parts(measures: dict[str, Measure], content: Content) -> None:
    """Divisions, planned stages, indicators and targets."""
    codes = dict(Division.objects.on(timezone.localdate()).values_list("name", "code"))
    pairs = [(measures[each.code], each) for each in content.measures]
    Owner.objects.bulk_create(owner for measure, each in pairs for owner in owners_of(measure, each, codes))
    Planned.objects.bulk_create(
        Planned(measure=measure, fiscal_year=year, stage=stage)
        for measure, each in pairs
        for year, stage in each.planned.items()
    )
    write_indicators(pairs)


def owners_of(measure: Measure, content: MeasureContent, codes: dict[str, str]) -> Iterable[Owner]:
    """The divisions that answer for a measure, each once."""
    for order, name in enumerate(dict.fromkeys(content.owners)):
        yield Owner(measure=measure, order=order, name=name, division_code=codes.get(name, ""))


def write_indicators(pairs: Iterable[tuple[Measure, MeasureContent]]) -> None:
    """Indicators with their targets."""
    said = [(measure, each) for measure, content in pairs for each in content.indicators]
    rows = Indicator.objects.bulk_create(
        Indicator(measure=measure, code=each.code, name=each.name, unit=each.unit, at_most=each.at_most, note=each.note)
        for measure, each in said
    )
    Target.objects.bulk_create(
        Target(indicator=row, fiscal_year=year, value=each.figures.get(year), words=each.words.get(year, ""))
        for row, (_, each) in zip(rows, said, strict=True)
        for year in sorted({*each.figures, *each.words})
    )


def write_results(actor: Actor, plan: Plan, content: Content) -> None:
    """What the files say became of measures, where it is not said already.

    Raises Refused where staff have said otherwise: a file does not overwrite them.
    """
    measures = {measure.code: measure for measure in Measure.objects.filter(section__goal__plan=plan)}
    there = latest_reported(measures.values())
    new = []
    for each in content.measures:
        for year, (stage, reason) in each.results.items():
            before = there.get((measures[each.code].pk, year))
            if before and (before.stage, before.reason) == (stage, reason):
                continue
            if before and not before.by_file:
                raise Refused(
                    f"施策 {each.code} の実施状況は、{before.writer}が記入しています。ファイルでは直せません。"
                )
            new.append(
                Reported(
                    measure=measures[each.code], fiscal_year=year, revision=before.revision + 1 if before else 1,
                    stage=stage, reason=reason, by_file=True, writer=str(actor), writer_id=actor.user_id,
                )
            )  # fmt: skip
    Reported.objects.bulk_create(new)
