"""Why a registration is refused: each ground has a code, and words that a clerk can say to a resident."""

from __future__ import annotations

from dataclasses import dataclass

GROUNDS: dict[str, str] = {
    "not_resident": "この市の住民として記録されていません。",
    "too_young": "15歳に達していません。",
    "incapable": "意思能力を確かめられません。",
    "ward": "成年被後見人の方は、法定代理人の同行の上、本人が窓口で申請してください。",
    "registered": "既に印鑑を登録しています。登録できる印鑑は1人1個です。",
    "in_progress": "ほかの印鑑登録の申請を受け付けています。",
    "too_small": "印影が一辺8ミリメートルの正方形に収まります。",
    "too_large": "印影が一辺25ミリメートルの正方形に収まりません。",
    "not_measured": "印影の大きさが分かりません。",
    "other_name": "住民票に記録された氏名・氏・名・旧氏・通称で表されていません。",
    "extra_words": "職業、資格その他の氏名以外の事項を表しています。",
    "deformable": "ゴム印その他の変形しやすい印鑑です。",
    "unclear": "印影が不鮮明か、文字を判読できません。",
    "rim": "外枠がないか、欠けているなどしています。",
    "same_seal": "同じ印影が既に登録されています。",
    "alike": "同じ世帯の人が登録した印影とよく似ています。",
    "identity": "本人であることを確かめられません。",
    "mandate": "代理権を確かめられません。",
    "guarantor": "保証人の登録を確かめられません。",
    "unsuitable": "その他、登録を受ける印鑑として適当ではありません。",
}
"""Code of a ground → words. The figures in the words are those of the national model; see ``parameters``."""


@dataclass(frozen=True)
class Refusal:
    """One ground on which a registration cannot be, and the field of the form that it is about."""

    code: str
    field: str = ""
    words: str = ""

    @property
    def message(self) -> str:
        """In words."""
        return self.words or GROUNDS[self.code]
