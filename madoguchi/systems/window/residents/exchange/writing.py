"""The record as cells of the file: the other way of ``mapping``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from madoguchi.foundation.calendar import DateError, era_of
from madoguchi.foundation.codes import Sex

from .columns import NAMES, OWNED
from .lines import DECEASED, MOVED_OUT, REMOVED, RESIDENT
from .mapping import ADDRESS
from .values import date_text, flag, postal_text

Row = Mapping[str, Any]
STATES = {"move_out": MOVED_OUT, "death": DECEASED}
NOT_THERE = {("転入前住所", "building"), ("転出先住所（確定）", "town_code")}


def owned(row: Row, lg_code: str) -> dict[str, str]:
    """The columns that the record owns, from one row of ``register``."""
    return {
        **numbers(row, lg_code),
        **act(row),
        **identity(row),
        **membership(row),
        **dwelling(row),
        **removal(row),
        **permit(row),
    }


def numbers(row: Row, lg_code: str) -> dict[str, str]:
    """Numbers, kind and state."""
    return {
        "市区町村コード": lg_code,
        "宛名番号": str(row["number"]),
        "個人履歴番号": str(row["history"]),
        "個人履歴番号_枝番号": str(row["branch"]),
        "最新フラグ": flag(row["latest"]),
        "世帯番号": said(row["household"]),
        "住民種別": "2" if row["is_foreign"] else "1",
        "住民状態": state(row),
        "住民票コード": row["resident_code"] or "",
    }


def state(row: Row) -> str:
    """住民状態: who has only planned to move out still is a resident."""
    if row["reason"] is None or (row["reason"] == "move_out" and not row["confirmed_on"]):
        return RESIDENT
    return STATES.get(row["reason"], REMOVED)


def act(row: Row) -> dict[str, str]:
    """The last act after the import; empty where there was none (the file's own columns stand)."""
    if row["event_on"] is None:
        return {}
    return {
        "異動年月日": date_text(row["event_on"]),
        "異動年月日_不詳フラグ": flag(row["event_uncertain"]),
        "異動届出年月日": date_text(row["notified_on"]),
    }


def identity(row: Row) -> dict[str, str]:
    """Who the person is."""
    sex = row["sex"] or ""
    return {
        "氏名": row["name"] or "",
        "氏_日本人": row["family_name"] or "",
        "名_日本人": row["given_name"] or "",
        "氏名_外国人ローマ字": row["name_romaji"] or "",
        "氏名_フリガナ": row["name_kana"] or "",
        "氏_日本人_フリガナ": row["family_kana"] or "",
        "名_日本人_フリガナ": row["given_kana"] or "",
        "氏名_フリガナ確認状況": row["kana_confirmed"] or "",
        "性別": sex,
        "性別表記": Sex(sex).label if sex else "",
        "生年月日_元号": era(row["birth_on"]),
        "生年月日": date_text(row["birth_on"]),
        "生年月日_不詳フラグ": flag(bool(row["birth_uncertain"])),
        "本籍": row["domicile"] or "",
        "本籍_町字": row["domicile_town"] or "",
        "本籍_地番号または、街区符号": row["domicile_lot"] or "",
        "本籍_市区町村コード": row["domicile_lg_code"] or "",
        "本籍_町字コード": row["domicile_town_code"] or "",
        "戸籍_筆頭者": row["koseki_head"] or "",
        "戸籍_筆頭者_氏": row["koseki_head_family"] or "",
        "戸籍_筆頭者_名": row["koseki_head_given"] or "",
        "成年被後見人_該当有無": flag(bool(row["is_ward"])),
    }


def era(born: date | None) -> str:
    """The digit of an era."""
    try:
        return era_of(born).code if born else ""
    except DateError:
        return ""


def membership(row: Row) -> dict[str, str]:
    """The place in the household, and since when."""
    if row["relation"] is None:
        return {}
    return {
        "続柄コード1": str(int(row["relation"][0])),
        "続柄表記": row["relation_text"],
        "世帯主氏名": row["head_name"] or "",
        "住民となった年月日": date_text(row["resident_since"]),
        "住民となった年月日_不詳フラグ": flag(row["resident_since_uncertain"]),
        "記載の異動年月日": date_text(row["entered_on"]),
        "住所を定めた年月日": date_text(row["settled_on"]),
        "住所を定めた年月日_不詳フラグ": flag(row["settled_uncertain"]),
        "記載順位": str(row["position"]),
        **address(row["previous_address"] or {}, "転入前住所"),
    }


def dwelling(row: Row) -> dict[str, str]:
    """Where the household lives."""
    if row["town"] is None:
        return {}
    return {**address(row, "住所"), "地区管理コード1": row["district"]}


def address(values: Row, prefix: str) -> dict[str, str]:
    """The columns of an address."""
    kept = {key: name for key, name in ADDRESS.items() if (prefix, key) not in NOT_THERE}
    written = {f"{prefix}_{name}": values.get(key) or "" for key, name in kept.items()}
    return {**written, f"{prefix}_郵便番号": postal_text(values.get("postal_code") or "")}


def removal(row: Row) -> dict[str, str]:
    """Why and since when the person is no resident, or will be none."""
    if row["reason"] is None:
        return {"除票フラグ": "0"}
    moving = row["reason"] == "move_out"
    gone = state(row) != RESIDENT
    notified = date_text(row["removal_notified_on"])
    return {
        "除票フラグ": flag(gone),
        "消除の事由": state(row) if gone else "",
        "消除の届出年月日": notified if gone else "",
        "消除の異動年月日": date_text(row["removed_on"]) if gone else "",
        "消除の異動年月日_不詳フラグ": flag(row["removal_uncertain"]) if gone else "",
        "転出届出年月日": notified if moving else "",
        "転出予定年月日": date_text(row["planned_on"]),
        "転出年月日（確定）": date_text(row["confirmed_on"]),
        "転入通知年月日": date_text(row["arrival_notified_on"]),
        **address(row["confirmed_address"] or {}, "転出先住所（確定）"),
    }


def permit(row: Row) -> dict[str, str]:
    """在留情報."""
    if row["country"] is None:
        return {}
    return {
        "外国人住民となった年月日": date_text(row["foreign_since"]),
        "外国人住民となった年月日_不詳フラグ": flag(row["foreign_since_uncertain"]),
        "在留カード等番号": row["card_number"],
        "在留カード等番号区分": row["card_kind"],
        "国籍等_国名コード": row["country_code"],
        "国籍名等": row["country"],
        "第30条45規定区分": row["article30_45"],
        "住居地の届出の有無": row["address_notified"],
        "在留資格等コード": row["status_code"],
        "在留期間等コード_年": said(row["years"]),
        "在留期間等コード_月": said(row["months"]),
        "在留期間等コード_日": said(row["days"]),
        "在留期間の満了の日": date_text(row["expires_on"]),
    }


def said(value: object) -> str:
    """The value as text; nothing for None."""
    return "" if value is None else str(value)


def carried(cells: Mapping[str, str], record: Mapping[str, str]) -> dict[str, Any]:
    """What must be kept of a line: columns that the record does not own, and those that it writes otherwise."""
    kept: dict[str, Any] = {}
    for name in NAMES:
        text = cells[name]
        if name not in OWNED:
            if text:
                kept[name] = text
        elif text != (told := record.get(name, "")):
            kept[name] = [text, told]
    return kept


def line(row: Row, lg_code: str) -> list[str]:
    """A line of the file from a row of ``register``: the record's columns, and what was carried along with it."""
    record, kept = owned(row, lg_code), row["columns"]
    return [cell(name, record.get(name, ""), kept.get(name)) for name in NAMES]


def cell(name: str, record: str, kept: object) -> str:
    """One cell: the file's text as long as the record says what it said at the import."""
    if kept is None:
        return record
    if isinstance(kept, list):
        return str(kept[0]) if kept[1] == record else record
    return str(kept) if name not in OWNED else record
