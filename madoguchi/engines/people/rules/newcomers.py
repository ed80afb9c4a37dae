"""Who may enter the record, and with which facts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from madoguchi.foundation.codes import valid_individual_number, valid_resident_code

from ..errors import Fault
from ..inputs import Newcomer
from ..snapshots import HEAD
from .events import birth_faults


def newcomer_faults(newcomers: Sequence[Newcomer], event_on: date, *, joins: bool) -> list[Fault]:
    """Faults of a group of newcomers. A new household needs exactly one head; who joins one has at most one."""
    if not newcomers:
        return [Fault("転入する人を1人以上入れてください。", "people", "nobody")]
    heads = sum(newcomer.relation == HEAD for newcomer in newcomers)
    faults = []
    if heads > 1 or (heads == 0 and not joins):
        faults.append(Fault("世帯主を1人だけ選んでください。", "head", "head"))
    known = [newcomer.person_id for newcomer in newcomers if newcomer.person_id]
    if len(set(known)) != len(known):
        faults.append(Fault("同じ人が2回選ばれています。", "people", "twice"))
    return faults + [fault for newcomer in newcomers for fault in facts_faults(newcomer, event_on)]


def facts_faults(newcomer: Newcomer, event_on: date) -> list[Fault]:
    """Faults of one newcomer's facts (住民基本台帳法第7条, 第30条の45)."""
    facts = newcomer.facts
    who = facts.name or "氏名のない人"
    faults = birth_faults(facts.birth_on, event_on, who)
    if not facts.name.strip():
        faults.append(Fault("氏名を入れてください。", "name", "name"))
    if facts.birth_on is None and not facts.birth_text:
        message = f"{who}さんの生年月日を入れてください。分からないときは不詳の表記を入れます。"
        faults.append(Fault(message, "birth_on", "birth"))
    if facts.sex not in {"1", "2", ""}:
        faults.append(Fault(f"{who}さんの性別は、男か女を選んでください。", "sex", "sex"))
    if not newcomer.relation:
        faults.append(Fault(f"{who}さんの続柄を選んでください。", "relation", "relation"))
    return faults + permit_faults(newcomer, who) + code_faults(newcomer, who)


def code_faults(newcomer: Newcomer, who: str) -> list[Fault]:
    """Numbers that are brought along must be numbers."""
    faults = []
    if newcomer.resident_code and not valid_resident_code(newcomer.resident_code):
        faults.append(Fault(f"{who}さんの住民票コードは11桁の数字です。", "resident_code", "format"))
    if newcomer.individual_number and not valid_individual_number(newcomer.individual_number):
        message = f"{who}さんの個人番号の検査用数字が合いません。番号を確かめてください。"
        faults.append(Fault(message, "individual_number", "check_digit"))
    return faults


def permit_faults(newcomer: Newcomer, who: str) -> list[Fault]:
    """A foreign resident has 在留情報; a Japanese one has none, and a 本籍."""
    if newcomer.facts.is_foreign and newcomer.permit is None:
        return [Fault(f"{who}さんの在留情報（国籍・地域、在留資格など）を入れてください。", "permit", "permit")]
    if not newcomer.facts.is_foreign and newcomer.permit is not None:
        return [Fault(f"日本人の{who}さんに在留情報は記載できません。", "permit", "permit")]
    return []
