"""Words and codes of the resident record."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madoguchi.foundation.codes import (
    ForeignResidentBasis,
    ResidentKind,
    ResidentState,
    Sex,
    UnknownRelationshipError,
    relationship_codes,
    relationship_label,
    relationships,
    residence_status,
    residence_statuses,
)

SHARED = Path(__file__).resolve().parents[4].parent / "shared/data"
MAIN = [row.codes[0] for row in relationships() if row.main]


def rows(path):
    with (SHARED / path).open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def test_relationships_read_as_the_paper_has_them():
    assert relationship_label(("02",)) == "世帯主"
    assert relationship_label(["2"]) == "世帯主"
    assert relationship_label(("20", "12")) == "子の妻"
    assert relationship_label(("20", "14")) == "子の妻（未届）"
    assert relationship_label(("12", "20")) == "妻の子"


@pytest.mark.parametrize(
    ("label", "codes"),
    [
        ("世帯主", ("02",)),
        ("妻（未届）", ("14",)),
        ("妻(未届)", ("14",)),
        ("未届の妻", ("14",)),
        ("子の妻", ("20", "12")),
        ("夫の父", ("11", "51")),
        ("弟の子", ("74", "20")),
        ("長男", ("20",)),
        ("孫", ("20", "20")),
        ("孫の妻", ("20", "20", "12")),
    ],
)
def test_words_become_codes(label, codes):
    assert relationship_codes(label) == codes


@settings(deadline=None)
@given(st.lists(st.sampled_from(MAIN), min_size=1, max_size=4))
def test_stacks_read_back(codes):
    assert relationship_codes(relationship_label(codes)) == tuple(codes)


@pytest.mark.parametrize("label", ["", "友人", "子の", "子の子の子の子の子"])
def test_unknown_words_are_refused(label):
    with pytest.raises(UnknownRelationshipError, match="続柄"):
        relationship_codes(label)


@pytest.mark.parametrize("codes", [[], ["77"], ["20"] * 5, [""]])
def test_unknown_codes_are_refused(codes):
    with pytest.raises(UnknownRelationshipError, match="続柄"):
        relationship_label(codes)


def test_the_table_holds_every_sourced_code():
    for row in rows("juki/zokugara_codes.csv"):
        assert relationship_label([row["code"]]) == row["label"]
    assert all(row.source for row in relationships())
    assert all(set(row.codes) <= set(MAIN) for row in relationships())


def test_every_residence_status_is_known():
    names = [row["name"] for row in rows("tables/zairyu_shikaku_names.csv")]
    assert [status.name for status in residence_statuses()] == names
    assert residence_status("特定技能1号").basis is ForeignResidentBasis.MID_TO_LONG_TERM
    assert residence_status("特別永住者").basis is ForeignResidentBasis.SPECIAL_PERMANENT
    assert [status.name for status in residence_statuses() if status.basis is None] == ["外交", "公用", "短期滞在"]
    with pytest.raises(ValueError, match="在留資格"):
        residence_status("観光")


def test_short_lists():
    assert Sex("1") is Sex.MALE
    assert Sex.MALE == "1"
    assert str(Sex.FEMALE) == "2"
    assert Sex.by_label("女") is Sex.FEMALE
    assert ResidentKind.choices() == [("1", "日本人"), ("2", "外国人")]
    assert ResidentState("9").label == "その他消除者"
    with pytest.raises(ValueError, match="男・女"):
        Sex.by_label("？")
