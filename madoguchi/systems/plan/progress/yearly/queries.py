"""The yearly report as the screens show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from madoguchi.engines.approvals.api import Act, Draft

from ..models import Plan, Survey, YearlyReport
from ..survey.queries import KIND_YEARLY, moving_report
from .document import Document, digest_of, document_of, missing


@dataclass(frozen=True)
class Yearly:
    """A yearly report: as it was published, else as it stands now."""

    survey: Survey
    document: Document
    published_at: datetime | None

    @property
    def digest(self) -> str:
        """The hash of the document that is shown."""
        return digest_of(self.document)

    @property
    def unanswered(self) -> int:
        """Measures without an approved answer."""
        return missing(self.document)[0]

    @property
    def unjudged(self) -> int:
        """Measures without an evaluation."""
        return missing(self.document)[1]

    @property
    def answered(self) -> bool:
        """Whether there is anything to be told."""
        return self.unanswered < len(self.document["measures"])


def yearly_of(survey: Survey) -> Yearly:
    """The report of a survey."""
    published = YearlyReport.objects.filter(survey=survey).first()
    if published:
        return Yearly(survey, published.document, published.published_at)
    return Yearly(survey, document_of(survey), None)


def published_of(plan: Plan, year: int) -> Yearly:
    """The published report of a plan's year. Raises YearlyReport.DoesNotExist."""
    found = YearlyReport.objects.select_related("survey__plan").get(survey__plan=plan, survey__fiscal_year=year)
    return Yearly(found.survey, found.document, found.published_at)


def published_years(plan: Plan) -> list[int]:
    """The fiscal years whose report is public, the latest first."""
    found = YearlyReport.objects.filter(survey__plan=plan).order_by("-survey__fiscal_year")
    return list(found.values_list("survey__fiscal_year", flat=True))


@dataclass(frozen=True)
class Way:
    """Where the report stands on its way to decision: ``moving`` is what is asked now, ``back`` why it came back."""

    moving: Draft | None
    back: Act | None


def way_of(survey: Survey) -> Way:
    """Where the report stands; two queries."""
    moving = moving_report(survey)
    if moving:
        return Way(moving, None)
    drafts = Draft.objects.filter(kind=KIND_YEARLY, reference__startswith=f"{survey.pk}-")
    last = drafts.filter(state__in=["returned", "refused"]).order_by("-pk").first()
    kinds = [Act.Kind.RETURN, Act.Kind.REFUSE]
    return Way(None, Act.objects.filter(draft=last, kind__in=kinds).order_by("-pk").first() if last else None)
