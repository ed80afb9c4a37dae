"""Loading a plan from its files: all or nothing, and the same files twice are one plan."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.audit.actions import record as audit

from ..errors import Faulty, Refused
from ..loading.checking import check
from ..loading.content import Card, Content
from ..loading.words import PLAN
from ..models import Loading, Plan
from ..system import MANAGE
from .writing import write_measures, write_results

LONGEST_TERM, LONGEST_NAME = 10, 100
CODE = re.compile(r"[a-z0-9][a-z0-9_]{0,19}")
RESERVED = {"load", "committee"}
"""What the addresses of the desk use for something else."""
EARLIEST, LATEST = 1990, 2100
HELD = "この計画は「{state}」です。内容を変えるには、理由が要ります。"


@dataclass(frozen=True)
class Loaded:
    """A plan that was loaded; ``changed`` is False where it said the same before."""

    plan: Plan
    changed: bool


def load(actor: Actor, *, card: Card, measures: bytes, words: bytes | None = None, reason: str = "") -> Loaded:
    """Writes the plan of these files, or nothing.

    A new plan is a draft. One that was loaded before is made to say what the files say now; a published one only with a
    reason. What staff have reported of measures stays.

    Raises Forbidden, Faulty (with every fault), Refused (years that cannot be; no reason; a measure with reports is
    gone, or a file says of a result what staff have said otherwise).
    """
    require(actor, MANAGE)
    check_card(card)
    content, faults = check(card, measures, words)
    if faults:
        raise Faulty(faults)
    try:
        with transaction.atomic():
            return write(actor, content, reason.strip())
    except IntegrityError as error:
        raise Refused("同じ計画を、ほかの人が同時に読み込みました。一覧を確かめて、やり直してください。") from error


def check_card(card: Card) -> None:
    """Raises Refused for a code that cannot stand in an address, a name too long, and years that no plan has."""
    if not CODE.fullmatch(card.code) or card.code in RESERVED:
        raise Refused("計画の記号は、半角の英小文字・数字・_ で、20字までです（load・committee のほか）。", "code")
    if not 1 <= len(card.name) <= LONGEST_NAME:
        raise Refused(f"計画の名は、{LONGEST_NAME}字までで入れてください。", "name")
    if not EARLIEST <= card.first <= LATEST:
        raise Refused("初めの年度を確かめてください。", "first")
    if not card.first <= card.last < card.first + LONGEST_TERM:
        raise Refused(f"終わりの年度は、初めの年度から{LONGEST_TERM}年度までです。", "last")


def write(actor: Actor, content: Content, reason: str) -> Loaded:
    """Writes a plan without faults, in the caller's transaction."""
    plan = Plan.objects.select_for_update().filter(code=content.card.code).first()
    last = Loading.objects.filter(plan=plan).first() if plan else None
    changed = last is None or last.digest != content.digest
    if plan and changed and plan.state != Plan.State.DRAFT and not reason:
        raise Refused(HELD.format(state=plan.get_state_display()), "reason")
    plan = written(plan, content) if changed else plan
    assert plan is not None
    if changed:
        write_measures(plan, content)
        write_results(actor, plan, content)
        Loading.objects.create(
            plan=plan, revision=plan.revision, digest=content.digest, measures=len(content.measures), reason=reason,
            loader=str(actor),
        )  # fmt: skip
    audit(actor, action="plan.load", subject=f"plan:{plan.code}", detail={"digest": content.digest, "changed": changed})
    return Loaded(plan, changed)


def written(plan: Plan | None, content: Content) -> Plan:
    """The row of the plan as the files have it. Raises Refused where a plan of this code is of another kind."""
    card, words = content.card, content.words_of(PLAN)
    if plan and (plan.first_year, plan.last_year, plan.by_year) != (card.first, card.last, content.by_year):
        raise Refused("この記号の計画は、年度かファイルの形が違います。別の計画なら、別の記号にしてください。", "code")
    plan = plan or Plan(code=card.code, revision=0)
    plan.name, plan.names, plan.description = card.name, dict(words.names), words.description
    plan.first_year, plan.last_year, plan.by_year = card.first, card.last, content.by_year
    plan.revision += 1
    plan.save()
    return plan
