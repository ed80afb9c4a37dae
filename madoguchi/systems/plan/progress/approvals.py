"""What the plan's cycle puts to decision: answers by the division's head, the yearly report by the head of the plan's
office, until the town writes a longer route for it (``approvals.yaml``)."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from madoguchi.engines.approvals.api import Content, Kind, Rows, Rung
from madoguchi.foundation.calendar import fiscal_year_name

from .models import Grade
from .rules import NOT_REPORTED, Stage
from .survey.answering import KIND as ANSWER_KIND
from .survey.answering import take_answer
from .survey.queries import KIND_YEARLY
from .system import MANAGE, REPORT
from .yearly.actions import publish_report
from .yearly.document import missing

ARTICLE = "情報化推進計画 第6章第2節（進行管理）"


def answer_title(content: Content) -> str:
    """件名."""
    return f"{fiscal_year_name(content['year'])}　{content['measure']}の実施状況（{content['division']}）"


def answer_rows(content: Content) -> Rows:
    """The answer as the head reads it."""
    reason = [("計画から変わった理由", content["reason"])] if content["reason"] else []
    return [
        ("計画", content["plan_name"]),
        ("施策", content["measure"]),
        ("年度", fiscal_year_name(content["year"])),
        ("計画状況", Stage(content["planned"]).label),
        ("実施状況", Stage(content["stage"]).label),
        ("取り組んだこと", content["done"]),
        *reason,
        ("次の年度の改善", content["improvement"] or "なし"),
        ("自己評価", Grade(content["grade"]).label),
    ]


ANSWER = Kind(
    code=ANSWER_KIND,
    name="年度調査の回答",
    summary="情報化推進計画の施策が、その年度にどうなったか",
    form=None,
    permission=REPORT,
    title=answer_title,
    rows=answer_rows,
    carry_out=take_answer,
    rungs=(Rung(name="課長", who="head"),),
    article=ARTICLE,
    reference=lambda content: f"{content['sheet']}-{content['turn']}",
    place=lambda content: reverse("plan:sheet", args=[content["plan"], content["sheet"]]),
)


def yearly_title(content: Content) -> str:
    """件名."""
    document = content["document"]
    return f"{document['plan']['name']}　{document['year_name']}の年次報告"


def yearly_rows(content: Content) -> Rows:
    """The report in a few lines; the whole of it is on its own screen."""
    document = content["document"]
    unanswered, unjudged = missing(document)
    return [
        ("計画", document["plan"]["name"]),
        ("年度", document["year_name"]),
        ("まとめ", document["sentence"]),
        ("委員会の評価", "、".join(f"{each['name']}{each['count']}" for each in document["verdicts"] if each["count"])),
        ("回答のない施策", f"{unanswered}施策"),
        ("評価のない施策", f"{unjudged}施策"),
        *[(f"{each['code']}　{each['name']}", measure_line(each)) for each in document["measures"]],
        ("決裁の後", "承認と同時に市民のページで公表し、その年度の回答と評価は変えられなくなります。"),
    ]


def measure_line(each: dict[str, Any]) -> str:
    """One measure of the report in a line."""
    result = Stage(each["result"]).label if each["result"] else NOT_REPORTED
    return f"{Stage(each['planned']).label} → {result}　評価：{each['verdict'] or 'なし'}"


def yearly_place(content: Content) -> str:
    """The screen of the report."""
    document = content["document"]
    return reverse("plan:yearly", args=[document["plan"]["code"], document["year"]])


YEARLY = Kind(
    code=KIND_YEARLY,
    name="計画の年次報告",
    summary="情報化推進計画の一年の実施状況と評価を公表する",
    form=None,
    permission=MANAGE,
    title=yearly_title,
    rows=yearly_rows,
    carry_out=publish_report,
    rungs=(Rung(name="課長", who="head"),),
    article=ARTICLE,
    reference=lambda content: f"{content['survey']}-{content['digest'][:16]}",
    place=yearly_place,
)

KINDS = (ANSWER, YEARLY)
