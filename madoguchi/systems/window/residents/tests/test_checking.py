"""Every fault of a file is found, where it is, and only there. No database."""

from __future__ import annotations

import gzip
import zipfile
from datetime import date
from pathlib import Path

import pytest

from madoguchi.systems.window.residents.exchange.checking import Check, Checked
from madoguchi.systems.window.residents.exchange.columns import NAMES, columns
from madoguchi.systems.window.residents.exchange.faults import Fault
from madoguchi.systems.window.residents.exchange.lines import Setting

from .files import SAMPLE, patterns, person, text_of, write

TODAY = date(2026, 11, 20)


def check(path: Path, lg_code: str = SAMPLE) -> tuple[Checked, list[Fault]]:
    faults: list[Fault] = []
    found = Check(path, Setting(lg_code, TODAY), faults.append, lambda done, total, words: None).run()
    return found, faults


def check_lines(tmp_path: Path, *lines: dict[str, str], lg_code: str = SAMPLE) -> list[tuple[int, str]]:
    _found, faults = check(write(tmp_path / "file.csv", lines), lg_code)
    return [(fault.line, fault.column) for fault in faults]


def changed(number: int, **columns: str) -> list[dict[str, str]]:
    return [{**line, **columns} if line["宛名番号"] == str(number) else line for line in patterns()]


def test_the_published_sample_is_good(shared: Path) -> None:
    found, faults = check(shared / "data" / "juki" / "mado_resident_columns.csv")
    assert faults == []
    assert found.line_count == 3


def test_the_table_has_the_columns_of_the_published_sample(shared: Path) -> None:
    heading = (shared / "data" / "juki" / "mado_resident_columns.csv").read_text(encoding="utf-8").split("\n")[0]
    assert tuple(heading.split(",")) == NAMES
    assert len(columns()) == 122
    assert all(column.field for column in columns() if column.owned)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_eleven_households_in_three_encodings(tmp_path: Path, encoding: str, newline: str) -> None:
    found, faults = check(write(tmp_path / "file.csv", patterns(), encoding, newline))
    assert faults == []
    assert found.layout and found.layout.encoding == encoding
    assert found.layout.newline_text == newline


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"宛名番号": "A1"}, "宛名番号"),
        ({"住民種別": "3"}, "住民種別"),
        ({"生年月日": "1980-02-30"}, "生年月日"),
        ({"生年月日": "1980/02/03"}, "生年月日"),
        ({"生年月日": "1980-00-00"}, "生年月日"),
        ({"生年月日": ""}, "生年月日"),
        ({"生年月日": "2026-11-21", "生年月日_元号": "5", "住民となった年月日": ""}, "生年月日"),
        ({"生年月日_元号": "4"}, "生年月日_元号"),
        ({"生年月日_不詳フラグ": "2"}, "生年月日_不詳フラグ"),
        ({"住民となった年月日": "1979-12-31"}, "住民となった年月日"),
        ({"性別表記": "女"}, "性別表記"),
        ({"住民票コード": "123"}, "住民票コード"),
        ({"続柄表記": "はとこ"}, "続柄表記"),
        ({"続柄コード1": "20"}, "続柄コード1"),
        ({"世帯主氏名": "別　人"}, "世帯主氏名"),
        ({"氏名": "甲野\x07一郎", "世帯主氏名": "甲野\x07一郎"}, "氏名"),
        ({"氏名_フリガナ": "こうの"}, "氏名_フリガナ"),
        ({"住所_郵便番号": "28400"}, "住所_郵便番号"),
        ({"転入前住所_市区町村コード": "122280"}, "転入前住所_市区町村コード"),
        ({"国籍名等": "サンプル国"}, "国籍名等"),
        ({"消除の異動年月日": "2020-01-01"}, "消除の異動年月日"),
        ({"除票フラグ": "1"}, "除票フラグ"),
        ({"操作時刻": "25:00:00"}, "操作時刻"),
        ({"削除フラグ": "1"}, "削除フラグ"),
        ({"住所_市区町村コード": "122289"}, "住所_市区町村コード"),
    ],
)
def test_one_wrong_column_is_one_fault_of_that_line(tmp_path: Path, columns: dict[str, str], expected: str) -> None:
    lines = [person(7001, 7001, "単", "身", "世帯主", "1980-03-05", **columns), *patterns()]
    found = check_lines(tmp_path, *lines)
    assert (2, expected) in found
    assert {line for line, _ in found} == {2}


def test_removed_people_must_say_since_when(tmp_path: Path) -> None:
    assert check_lines(tmp_path, *changed(14, 消除の異動年月日="")) == [(15, "消除の異動年月日")]
    assert check_lines(tmp_path, *changed(14, 消除の異動年月日="2009-01-01")) == [(15, "消除の異動年月日")]
    assert check_lines(tmp_path, *changed(14, 消除の異動年月日="", 消除の異動年月日_不詳フラグ="1")) == []


def test_foreign_residents_have_no_domicile_and_a_country(tmp_path: Path) -> None:
    assert check_lines(tmp_path, *changed(18, 本籍="サンプル県", 国籍名等="")) == [(19, "本籍"), (19, "国籍名等")]
    assert check_lines(tmp_path, *changed(18, 在留カード等番号="12345678")) == [(19, "在留カード等番号")]


def test_households_have_one_head_one_address_and_say_so(tmp_path: Path) -> None:
    assert check_lines(tmp_path, *patterns()[1:]) == [(2, "世帯番号")]
    assert check_lines(tmp_path, *changed(2, 世帯主氏名="甲野　二郎")) == [(3, "世帯主氏名")]
    assert check_lines(tmp_path, *changed(3, 住所_番地号表記="２番地")) == [(4, "住所_番地号表記")]
    two = changed(2, 続柄コード1="2", 続柄表記="世帯主", 世帯主氏名="甲野　花子")
    assert check_lines(tmp_path, *two) == [(3, "続柄コード1")]


def test_a_head_whose_line_is_broken_does_not_accuse_the_family(tmp_path: Path) -> None:
    assert check_lines(tmp_path, *changed(1, 性別="7")) == [(2, "性別")]
    assert check_lines(tmp_path, *changed(1, 世帯番号="あ")) == [(2, "世帯番号")]


def test_histories(tmp_path: Path) -> None:
    old = {**patterns()[0], "最新フラグ": "0", "個人履歴番号": "0"}
    assert check_lines(tmp_path, old, *patterns()) == []
    assert check_lines(tmp_path, {**old, "最新フラグ": "1"}, *patterns()) == [(2, "最新フラグ")]
    assert check_lines(tmp_path, {**old, "異動年月日": "2011-01-01"}, *patterns()) == [(3, "異動年月日")]
    assert check_lines(tmp_path, *patterns(), patterns()[0])[0] == (28, "個人履歴番号")
    none = changed(22, 最新フラグ="0")
    assert check_lines(tmp_path, *none) == [(23, "最新フラグ")]


def test_a_resident_code_is_one_persons(tmp_path: Path) -> None:
    assert check_lines(tmp_path, *changed(22, 住民票コード="99900000001")) == [(23, "住民票コード")]


def test_real_places_are_checked_against_the_postal_data(tmp_path: Path) -> None:
    real = {
        "市区町村コード": "122289",
        "住所_市区町村コード": "122289",
        "住所_都道府県": "千葉県",
        "住所_市区郡町村名": "四街道市",
        "住所_町字": "めいわ三丁目",
        "住所_郵便番号": "２８４００４３",
    }
    good = person(1, 1, "四", "街", "世帯主", "1980-03-05", **real)
    from madoguchi.engines.places.api import check_town

    town = check_town("122289", "めいわ")
    assert town
    good["住所_郵便番号"] = town.postal_code
    assert check_lines(tmp_path, good, lg_code="122289") == []
    assert check_lines(tmp_path, {**good, "住所_町字": "ない町"}, lg_code="122289") == [(2, "住所_町字")]
    assert check_lines(tmp_path, {**good, "住所_郵便番号": "1000001"}, lg_code="122289") == [(2, "住所_郵便番号")]
    assert check_lines(tmp_path, {**good, "住所_都道府県": "千枝県"}, lg_code="122289") == [(2, "住所_都道府県")]
    elsewhere = {**good, "転入前住所_市区町村コード": "131016", "転入前住所_市区郡町村名": "港区"}
    assert check_lines(tmp_path, elsewhere, lg_code="122289") == [(2, "転入前住所_市区郡町村名")]


def test_another_towns_file_is_refused(tmp_path: Path) -> None:
    found = check_lines(tmp_path, patterns()[21], lg_code="122289")
    assert found == [(2, "市区町村コード"), (2, "住所_市区町村コード")]


def heading(names: list[str]) -> list[str]:
    return [",".join(names), *text_of(patterns()).split("\n")[1:]]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([*NAMES, "犬の名前"], [("犬の名前", "知らない列です。")]),
        ([*NAMES[:-1]], [(NAMES[-1], "列がありません。")]),
        ([*NAMES, NAMES[0]], [(NAMES[0], "同じ列が2回あります。")]),
        (
            [NAMES[1], NAMES[0], *NAMES[2:]],
            [
                (NAMES[1], "列の順が違います。1列目は「市区町村コード」のはずです。"),
                (NAMES[0], "列の順が違います。2列目は「宛名番号」のはずです。"),
            ],
        ),
    ],
)
def test_headings(tmp_path: Path, names: list[str], expected: list[tuple[str, str]]) -> None:
    path = tmp_path / "file.csv"
    path.write_text("\n".join(heading(names)), encoding="utf-8")
    _found, faults = check(path)
    assert [(fault.column, fault.reason) for fault in faults] == expected


def reason(path: Path) -> str:
    _found, faults = check(path)
    assert len(faults) == 1, faults
    assert faults[0].hint
    return faults[0].reason


def test_files_that_are_no_such_files(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    good = text_of(patterns())
    path.write_bytes(b"")
    assert "空です" in reason(path)
    path.write_text(good.split("\n")[0] + "\n", encoding="utf-8")
    assert "見出し行だけ" in reason(path)
    path.write_bytes(good.encode("utf-16"))
    assert "UTF-16" in reason(path)
    path.write_bytes(good.encode("euc-jp"))
    assert "見出し行" in reason(path) or "文字があります" in reason(path)
    path.write_bytes(bytes(range(256)) * 100)
    assert "文字のファイルではありません" in reason(path)
    path.write_bytes(gzip.compress(good.encode()))
    assert "圧縮" in reason(path)
    with zipfile.ZipFile(path, "w") as box:
        box.writestr("file.csv", good)
    assert "Excel" in reason(path)
    path.write_text("x" * 300_000, encoding="utf-8")
    assert "長すぎます" in reason(path)


def test_a_file_that_is_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(text_of(patterns()).encode()[:-400])
    _found, faults = check(path)
    assert [fault.line for fault in faults] == [27]
    assert "途中で切れて" in faults[0].reason + faults[0].hint
    path.write_bytes("甲野".encode().join([text_of(patterns()).encode(), b""])[:-1])
    assert "文字の途中で切れて" in reason(path)


def test_a_quotation_mark_that_is_never_closed(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text(text_of(patterns()).replace("丁田　愛", '"丁田　愛'), encoding="utf-8")
    _found, faults = check(path)
    assert faults[-1].line >= 10
    assert "引用符" in faults[-1].reason


def test_a_wrong_byte_is_found_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    lines = text_of(patterns()).encode("utf-8-sig").split(b"\n")
    lines[5] = lines[5].replace("甲".encode(), b"\xff\xfe", 1)
    path.write_bytes(b"\n".join(lines))
    assert reason(path).startswith("6行目")


def test_secret_numbers_are_masked_in_the_list() -> None:
    assert Fault(2, "住民票コード", "99900000001", "だめ").row()[2] == "999＊＊＊＊＊＊＊＊"
    assert Fault(2, "氏名", "甲野", "だめ").row()[2] == "甲野"
    assert Fault(2, "氏名", "=1+1", "だめ").row()[2] == "'=1+1"


@pytest.mark.slow
def test_one_bad_line_in_ninety_thousand_is_the_one_that_is_reported(tmp_path: Path) -> None:
    number, heading = "7777777", text_of([]).rstrip("\n")
    line = text_of(
        [person(int(number), int(number), "単", "身", "世帯主", "1980-03-05", 住民票コード=f"{number}0000")]
    ).split("\n")[1]
    path = tmp_path / "file.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write(heading + "\n")
        for each in range(1, 90_001):
            text = line.replace(number, f"{each:07}")
            file.write((text.replace(",男,", ",女,") if each == 45_678 else text) + "\n")
    found, faults = check(path)
    assert found.line_count == 90_000
    assert [(fault.line, fault.column) for fault in faults] == [(45_679, "性別表記")]
