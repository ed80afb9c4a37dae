"""Typing in a value that nothing measures, with its evidence; and looking at the evidence."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.audit.actions import record as audit
from madoguchi.foundation.calendar import fiscal_year, fiscal_year_name, fiscal_year_span, format_wareki
from madoguchi.foundation.uploads import Attachment

from ..errors import Refused
from ..models import Indicator, Measure, Plan, TypedValue
from ..queries.owning import answers_for
from ..rules import reportable
from ..system import REPORT, VIEW
from .keeping import EVIDENCE
from .queries import figures_of
from .rules import Origin, plain

MOST = Decimal(10) ** 12
FOREIGN = "この施策の値を入れられるのは、担当部署（{owners}）の職員です。"
FIRST = "{writer}が{moment}に{value}と入れました。内容を確かめて、必要なら、もう一度入れてください。"


def type_value(
    actor: Actor,
    *,
    measure_id: int,
    indicator: str,
    year: int,
    value: Decimal,
    origin: str,
    as_of: date,
    evidence: Attachment,
    reason: str = "",
    revision: int = 0,
) -> TypedValue:
    """Writes the value of an indicator in a fiscal year, with the file that proves it; an earlier one stays and is
    named by the correction.

    ``indicator`` is its code in the plan, ``value`` in its unit, ``origin`` the source in words, ``as_of`` the day that
    the value is of, ``revision`` that of the value which the person saw, 0 for none. A file that is kept for a value
    that is then refused lies there and is named by nothing.

    Raises Forbidden, Refused (the plan is not open, the year has not begun, another division's measure, a system
    measures it, no number of the plan, no source, a day that cannot be, a correction without a reason, someone was
    first), Measure.DoesNotExist, Indicator.DoesNotExist.
    """
    require(actor, REPORT)
    sha256 = EVIDENCE.keep(evidence.content)
    try:
        with transaction.atomic():
            measure = Measure.objects.select_for_update(of=("self",)).select_related("section__goal__plan").get(
                pk=measure_id
            )  # fmt: skip
            check_open(actor, measure, year)
            check_unmeasured(measure, measure.indicators.get(code=indicator), year)
            check_value(value, origin.strip(), as_of, year)
            before = latest_of(measure, indicator, year)
            check_first(before, revision, reason.strip())
            row = TypedValue.objects.create(
                measure=measure, indicator=indicator, fiscal_year=year, revision=revision + 1, replaces=before,
                replaced_revision=before.revision if before else None, value=value, origin=origin.strip(), as_of=as_of,
                reason=reason.strip() if before else "", evidence_name=evidence.name,
                evidence_type=evidence.content_type, evidence_size=len(evidence.content), evidence_sha256=sha256,
                writer=str(actor), writer_id=actor.user_id,
            )  # fmt: skip
            audit(actor, action="plan.type", subject=f"measure:{measure.pk}", detail=detail_of(row))
            return row
    except IntegrityError as error:
        raise Refused("ほかの人が同時に入れました。画面を開き直して、内容を確かめてください。") from error


def look_at(actor: Actor, *, value: TypedValue) -> bytes:
    """The evidence of a value, for those who may see the plan at the desk; the look is recorded.

    Raises Forbidden, KeptFileLostError, KeyLostError.
    """
    require(actor, VIEW)
    content = EVIDENCE.kept(value.evidence_sha256)
    audit(actor, action="plan.evidence", subject=f"typed_value:{value.pk}")
    return content


def check_open(actor: Actor, measure: Measure, year: int) -> None:
    """Raises Refused where nobody, or not this actor, may type in a value of a measure for a year now."""
    plan: Plan = measure.section.goal.plan
    if plan.state != Plan.State.PUBLISHED:
        raise Refused(f"この計画は「{plan.get_state_display()}」なので、値を入れられません。")
    if year not in reportable(plan.first_year, plan.last_year, fiscal_year(timezone.localdate()), plan.by_year):
        raise Refused(f"{fiscal_year_name(year)}の値は、今は入れられません。")
    if not answers_for(actor, measure):
        raise Refused(FOREIGN.format(owners="・".join(measure.owners.values_list("name", flat=True)) or "未定"))


def check_unmeasured(measure: Measure, indicator: Indicator, year: int) -> None:
    """Raises Refused for a step to be taken, which has no number, and for what a system measures."""
    if not indicator.unit:
        raise Refused("この指標は、数ではなく、することです。実施状況に記入してください。")
    figure = figures_of(measure.section.goal.plan, [measure], [year])[measure.pk, indicator.code, year]
    if figure.origin is Origin.MEASURED:
        raise Refused(f"この指標は「{figure.where}」が計測しています（{figure.text}）。手では入れられません。")


def check_value(value: Decimal, origin: str, as_of: date, year: int) -> None:
    """Raises Refused for a value, a source or a day that cannot be."""
    if not (value.is_finite() and 0 <= value < MOST and value == round(value, 2)):
        raise Refused("値は、0以上の数で、小数は2桁までです。", "value")
    if not origin:
        raise Refused("どこから得た値かを入れてください。", "origin")
    if not fiscal_year_span(year).first <= as_of <= timezone.localdate():
        raise Refused(f"{fiscal_year_name(year)}の初めから、きょうまでの日を入れてください。", "as_of")


def latest_of(measure: Measure, indicator: str, year: int) -> TypedValue | None:
    """The value that counts now."""
    found = TypedValue.objects.filter(measure=measure, indicator=indicator, fiscal_year=year)
    return found.order_by("-revision").first()


def check_first(before: TypedValue | None, revision: int, reason: str) -> None:
    """Raises Refused, with who was first, where the person did not see the last value; and for a correction without a
    reason."""
    if (before.revision if before else 0) != revision:
        raise Refused(who_was_first(before))
    if before and not reason:
        raise Refused("前の値を訂正する理由を入れてください。", "reason")


def who_was_first(before: TypedValue | None) -> str:
    """Who typed in what, in words."""
    if before is None:
        return "画面が古くなっています。開き直してください。"
    at = timezone.localtime(before.written_at)
    moment = f"{format_wareki(at.date(), 'long')}{at.hour}時{at.minute:02}分"
    return FIRST.format(writer=before.writer, moment=moment, value=plain(before.value, grouped=True))


def detail_of(row: TypedValue) -> dict[str, object]:
    """What the audit keeps of a value: codes, the value and the hash of its evidence."""
    return {
        "indicator": row.indicator,
        "year": row.fiscal_year,
        "value": plain(row.value),
        "revision": row.revision,
        "evidence": row.evidence_sha256,
    }
