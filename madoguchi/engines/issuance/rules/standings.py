"""Who may ask for a paper about a person, and what law asks of each (住民基本台帳法第12条から第12条の3まで)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    """In which standing someone asks."""

    SELF = "self"
    HOUSEHOLD = "household"
    AGENT = "agent"
    THIRD_PARTY = "third_party"
    PROFESSIONAL = "professional"
    OFFICIAL = "official"


LABELS: Mapping[Standing, str] = {
    Standing.SELF: "本人",
    Standing.HOUSEHOLD: "同じ世帯の人",
    Standing.AGENT: "代理人",
    Standing.THIRD_PARTY: "第三者（正当な理由）",
    Standing.PROFESSIONAL: "特定事務受任者（弁護士など）",
    Standing.OFFICIAL: "国・地方公共団体の機関（公用）",
}
ARTICLES: Mapping[Standing, str] = {
    Standing.SELF: "住民基本台帳法第12条第1項",
    Standing.HOUSEHOLD: "住民基本台帳法第12条第1項",
    Standing.AGENT: "住民基本台帳法第12条第4項",
    Standing.THIRD_PARTY: "住民基本台帳法第12条の3第1項",
    Standing.PROFESSIONAL: "住民基本台帳法第12条の3第2項",
    Standing.OFFICIAL: "住民基本台帳法第12条の2第1項",
}
OUTSIDERS = frozenset({Standing.THIRD_PARTY, Standing.PROFESSIONAL, Standing.OFFICIAL})
"""Who is neither the person nor of the household nor sent by them."""
PURPOSE = "purpose"


@dataclass(frozen=True)
class Need:
    """One thing that a request must say: ``key`` names it, ``law`` is the article that asks for it."""

    key: str
    label: str
    law: str
    hint: str = ""
    required: bool = True
    choices: tuple[str, ...] = ()


GROUNDS = (
    "1号　権利の行使・義務の履行",
    "2号　国・地方公共団体の機関への提出",
    "3号　その他の正当な理由",
)
QUALIFICATIONS = (
    "弁護士（法人）",
    "司法書士（法人）",
    "土地家屋調査士（法人）",
    "税理士（法人）",
    "社会保険労務士（法人）",
    "弁理士（法人）",
    "海事代理士",
    "行政書士（法人）",
)
ADDRESS = Need("address", "請求者の住所", "第12条第2項")
NEEDS: Mapping[Standing, tuple[Need, ...]] = {
    Standing.SELF: (),
    Standing.HOUSEHOLD: (),
    Standing.AGENT: (
        ADDRESS,
        Need(
            "authority",
            "代理権を示すもの",
            "第12条第4項",
            choices=("委任状", "戸籍等（法定代理人）", "登記事項証明書（成年後見人等）", "その他"),
        ),
    ),
    Standing.THIRD_PARTY: (
        Need("address", "申出者の住所（法人は主たる事務所）", "第12条の3第4項"),
        Need(
            "acting",
            "窓口に来た人の氏名・関係",
            "第12条の3第4項",
            "法人は担当者の氏名と所属。本人なら空けます。",
            required=False,
        ),
        Need("ground", "正当な理由の区分", "第12条の3第1項", choices=GROUNDS),
        Need(PURPOSE, "利用の目的", "第12条の3第4項", "何の権利・義務のために、どこへ出すか"),
        Need("evidence", "理由を示す資料", "第12条の3第1項", "契約書の写しなど。見たものを書きます。"),
    ),
    Standing.PROFESSIONAL: (
        Need("address", "事務所の所在地", "第12条の3第4項"),
        Need("qualification", "資格", "第12条の3第3項", choices=QUALIFICATIONS),
        Need("office", "事務所の名称", "第12条の3第4項"),
        Need("business", "業務の種類", "第12条の3第4項", "例　相続登記の申請の代理"),
        Need(
            "client",
            "依頼者の氏名・名称",
            "第12条の3第4項",
            "紛争処理の手続の代理業務では、事件の種類を書けば省けます。",
            required=False,
        ),
        Need("case", "事件の種類（紛争処理の手続の代理）", "第12条の3第4項", "例　貸金返還請求訴訟", required=False),
        Need(PURPOSE, "利用の目的", "第12条の3第4項", "依頼者が何のために使うか"),
        Need("letter", "職務上請求書の番号", "第12条の3第2項", "統一用紙の番号", required=False),
    ),
    Standing.OFFICIAL: (
        Need("agency", "機関の名称", "第12条の2第2項"),
        Need("post", "来た人の職名・氏名", "第12条の2第2項"),
        Need("statute", "根拠となる法令", "第12条の2第1項", "例　生活保護法第29条第1項"),
        Need(PURPOSE, "請求の事由", "第12条の2第2項", "どの事務に必要か"),
        Need("letter", "公文書の番号", "第12条の2第2項", required=False),
    ),
}


def needs(standing: Standing) -> tuple[Need, ...]:
    """What a request of this standing says, in the order in which it is asked."""
    return NEEDS[standing]


def lacking(standing: Standing, said: Mapping[str, str]) -> list[tuple[str, str]]:
    """What law asks for and the request does not say: pairs of key and sentence for the clerk."""
    found = [
        (need.key, f"{need.label}を入れてください（住民基本台帳法{need.law}）。")
        for need in needs(standing)
        if need.required and not said.get(need.key, "").strip()
    ]
    if standing == Standing.PROFESSIONAL and not (said.get("client", "").strip() or said.get("case", "").strip()):
        sentence = "依頼者の氏名か、紛争処理の手続では事件の種類を入れてください（住民基本台帳法第12条の3第4項）。"
        found.append(("client", sentence))
    return found


def beyond_basics(standing: Standing, shown: Sequence[str]) -> bool:
    """Whether someone from outside asks for more than 基礎証明事項: a reason is needed (第12条の3第7項)."""
    return standing in {Standing.THIRD_PARTY, Standing.PROFESSIONAL} and bool(shown)
