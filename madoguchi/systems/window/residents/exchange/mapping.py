"""A line as rows of the record: what ``columns.csv`` says in words."""

from __future__ import annotations

from typing import Any

from .lines import DECEASED, HEAD, MOVED_OUT, Line, removed_on_text
from .values import day, is_unknown_day, number, postal_code, unknown_day_words

ADDRESS = {
    "lg_code": "市区町村コード",
    "town_code": "町字コード",
    "prefecture": "都道府県",
    "city": "市区郡町村名",
    "town": "町字",
    "lot": "番地号表記",
    "building": "方書",
}
# Invented prefectures of samples may be longer than any real one: they stand before the city's name.
LONGEST_PREFECTURE = 4
REASONS = {MOVED_OUT: "move_out", DECEASED: "death"}


def identity(line: Line) -> dict[str, Any]:
    """The columns of 氏名等."""
    unknown = line["生年月日_不詳フラグ"] == "1"
    born = day(line["生年月日"])
    return {
        "name": line["氏名"],
        "family_name": line["氏_日本人"],
        "given_name": line["名_日本人"],
        "name_romaji": line["氏名_外国人ローマ字"],
        "name_kana": line["氏名_フリガナ"],
        "family_kana": line["氏_日本人_フリガナ"],
        "given_kana": line["名_日本人_フリガナ"],
        "kana_confirmed": line["氏名_フリガナ確認状況"],
        "sex": line["性別"],
        "birth_on": born,
        "birth_uncertain": unknown,
        "birth_text": "" if born else unknown_day_words(line["生年月日"]),
        "is_foreign": line["住民種別"] == "2",
        "domicile": line["本籍"],
        "domicile_town": line["本籍_町字"],
        "domicile_lot": line["本籍_地番号または、街区符号"],
        "domicile_lg_code": line["本籍_市区町村コード"],
        "domicile_town_code": line["本籍_町字コード"],
        "koseki_head": line["戸籍_筆頭者"],
        "koseki_head_family": line["戸籍_筆頭者_氏"],
        "koseki_head_given": line["戸籍_筆頭者_名"],
        "is_ward": line["成年被後見人_該当有無"] == "1",
    }


def membership(line: Line) -> dict[str, Any]:
    """The columns of 世帯と続柄."""
    relation = line.relation
    return {
        "relation": list(relation),
        "relation_text": line["続柄表記"],
        "is_head": relation == HEAD,
        "position": number(line["記載順位"]) or 1,
        "resident_since": day(line["住民となった年月日"]),
        "resident_since_uncertain": line["住民となった年月日_不詳フラグ"] == "1",
        "settled_on": day(line["住所を定めた年月日"]),
        "settled_uncertain": line["住所を定めた年月日_不詳フラグ"] == "1",
        "entered_on": day(line["記載の異動年月日"]),
        "previous_address": address(line, "転入前住所"),
    }


def dwelling(line: Line) -> dict[str, Any]:
    """The columns of 住所."""
    values = {key: line[f"住所_{name}"] for key, name in ADDRESS.items()}
    if len(values["prefecture"]) > LONGEST_PREFECTURE:
        values["prefecture"], values["city"] = "", values["prefecture"] + values["city"]
    return {**values, "postal_code": postal_code(line["住所_郵便番号"]), "district": line["地区管理コード1"]}


def address(line: Line, prefix: str) -> dict[str, str]:
    """An address elsewhere: only what is filled."""
    names = {key: f"{prefix}_{name}" for key, name in ADDRESS.items() if (prefix, key) != ("転入前住所", "building")}
    names = {key: name for key, name in names.items() if (prefix, key) != ("転出先住所（確定）", "town_code")}
    values = {key: line[name] for key, name in names.items()}
    values["postal_code"] = postal_code(line[f"{prefix}_郵便番号"])
    return {key: value for key, value in values.items() if value}


def permit(line: Line) -> dict[str, Any]:
    """The columns of 在留情報."""
    return {
        "resident_since": day(line["外国人住民となった年月日"]),
        "resident_since_uncertain": line["外国人住民となった年月日_不詳フラグ"] == "1",
        "card_number": line["在留カード等番号"],
        "card_kind": line["在留カード等番号区分"],
        "country_code": line["国籍等_国名コード"],
        "country": line["国籍名等"],
        "article30_45": line["第30条45規定区分"],
        "address_notified": line["住居地の届出の有無"],
        "status_code": line["在留資格等コード"],
        "years": number(line["在留期間等コード_年"]),
        "months": number(line["在留期間等コード_月"]),
        "days": number(line["在留期間等コード_日"]),
        "expires_on": day(line["在留期間の満了の日"]),
    }


def removal(line: Line) -> dict[str, Any]:
    """The columns of 消除. A resident with a planned day of moving out has one that is not confirmed."""
    reason = "move_out" if line.is_resident else REASONS.get(line["住民状態"], "other")
    unknown = line["消除の異動年月日_不詳フラグ"] == "1" or is_unknown_day(removed_on_text(line))
    return {
        "reason": reason,
        "notified_on": day(line["消除の届出年月日"]) or day(line["転出届出年月日"]),
        "uncertain": unknown,
        "planned_on": day(line["転出予定年月日"]),
        "confirmed_on": day(line["転出年月日（確定）"]),
        "confirmed_address": address(line, "転出先住所（確定）"),
        "arrival_notified_on": day(line["転入通知年月日"]),
    }
