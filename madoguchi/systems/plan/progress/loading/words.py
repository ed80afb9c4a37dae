"""The form of words: names of goals and sections, descriptions, and names in other languages."""

from __future__ import annotations

from collections.abc import Collection

from .content import LANGUAGES, Words
from .reading import Sheet

COLUMNS = ("code", "name", "description", *LANGUAGES)
PLAN = "plan"


def words(sheet: Sheet, codes: Collection[str]) -> dict[str, Words]:
    """Code → what is said of it. ``codes`` are those of the goals, sections and measures that the plan has."""
    found: dict[str, Words] = {}
    for line in sheet.lines:
        code = line["code"]
        if code in found:
            sheet.faults.append(line.fault("code", "同じ code の行が前にあります。", "一つにしてください。"))
        elif code != PLAN and code not in codes:
            sheet.faults.append(line.fault("code", "計画にない code です。", "施策のファイルと見比べてください。"))
        if code.count("-") < 2 and code != PLAN and not line["name"]:
            sheet.faults.append(line.fault("name", "目標・項の名がありません。"))
        names = {language: line[column] for column, language in LANGUAGES.items() if line[column]}
        found[code] = Words(code=code, name=line["name"], description=line["description"], names=names)
    return found
