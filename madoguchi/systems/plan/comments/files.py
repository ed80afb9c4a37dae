"""The result as open data: no word of a commenter, no name."""

from __future__ import annotations

from collections.abc import Iterable

from madoguchi.foundation.web.downloads import Rows

from .models import Answer, Consultation

HEADING = ("題名", "募集の初めの日", "募集の終わりの日", "意見の数", "番号", "意見の要旨", "この要旨の意見の数", "市の考え方", "案への反映")  # fmt: skip # noqa: E501


def result_rows(found: Consultation, answers: Iterable[Answer]) -> Rows:
    """One line for each answer; one without an answer where nobody commented."""
    yield HEADING
    base = [found.title, found.opens_on.isoformat(), found.closes_on.isoformat(), found.last_number]
    lines = [
        [each.number, each.summary, each.of, each.view, each.get_change_display()]  # type: ignore[attr-defined]
        for each in answers
    ]
    for line in lines or [["", "", "", "", ""]]:
        yield [*base, *line]
