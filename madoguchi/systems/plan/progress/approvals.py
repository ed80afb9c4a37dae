"""What the plan's cycle puts to decision: answers by the division's head, the yearly report by the town's route."""

from __future__ import annotations

from django.urls import reverse

from madoguchi.engines.approvals.api import Content, Kind, Rows, Rung
from madoguchi.foundation.calendar import fiscal_year_name

from .models import Grade
from .rules import Stage
from .survey.answering import KIND as ANSWER_KIND
from .survey.answering import take_answer
from .system import REPORT

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

KINDS = (ANSWER,)
