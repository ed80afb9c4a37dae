"""The rules by themselves: no database, no clock."""

from datetime import date, timedelta

import pytest

from madoguchi.engines.people import law
from madoguchi.engines.people.models import ActKind
from madoguchi.engines.people.rules import cautions, events, houses
from madoguchi.engines.people.rules.relations import restate
from madoguchi.engines.people.snapshots import Address, Alike, House, Member, PermitView
from madoguchi.foundation.calendar import OfficeCalendar

DAY = date(2026, 4, 1)
BORN = {
    "祖父": 1940,
    "祖母": 1942,
    "父": 1970,
    "母": 1972,
    "叔父": 1975,
    "姉": 1996,
    "本人": 1998,
    "弟": 2001,
    "孫": 2024,
}
MEN = {"祖父", "父", "叔父", "本人", "弟", "孫", "夫"}


def member(key, name, relation, born=None, sex=None, **more):
    codes = tuple(relation.split())
    return Member(
        person_id=key, number=key, name=name, kana="", birth_on=date(born or BORN.get(name, 1980), 1, 1),
        sex=sex or ("1" if name in MEN else "2"), is_foreign=False, relation=codes, relation_text="",
        is_head=codes == ("02",),
        position=key, **{"since": date(2000, 1, 1), "until": None, **more},
    )  # fmt: skip


def house(*members):
    return House(id=1, number=7, revision=0, address=Address(town="大日"), members=members)


def restated(old, new_head):
    """Name → relation after → is it sure, from name → relation before."""
    members = [member(key, name, relation) for key, (name, relation) in enumerate(old.items(), 1)]
    head = next(m.person_id for m in members if m.name == new_head)
    proposed = restate(members, head)
    return {
        m.name: " ".join(proposed[m.person_id].relation) + ("" if proposed[m.person_id].sure else "?") for m in members
    }


@pytest.mark.parametrize(
    ("old", "new_head", "after"),
    [
        ({"父": "02", "母": "12", "本人": "20"}, "母", {"父": "11", "母": "02", "本人": "20"}),
        ({"父": "02", "母": "12", "姉": "20", "本人": "20", "弟": "20"}, "本人",
         {"父": "51", "母": "52?", "姉": "81", "本人": "02", "弟": "74"}),
        ({"父": "02", "母": "12", "祖父": "51", "祖母": "52"}, "母",
         {"父": "11", "母": "02", "祖父": "11 51", "祖母": "11 52"}),
        ({"父": "02", "母": "12", "祖父": "51", "祖母": "52"}, "祖父",
         {"父": "20", "母": "20 12", "祖父": "02", "祖母": "12?"}),
        ({"父": "02", "叔父": "74"}, "叔父", {"父": "71", "叔父": "02"}),
        ({"父": "02", "母": "14"}, "母", {"父": "13", "母": "02"}),
        ({"父": "02", "本人": "20", "孫": "20 20"}, "本人", {"父": "51", "本人": "02", "孫": "20?"}),
        ({"父": "02", "母": "12", "弟": "12 20"}, "母", {"父": "11", "母": "02", "弟": "20"}),
        ({"父": "02", "本人": "99"}, "本人", {"父": "99", "本人": "02"}),
        ({"父": "02", "母": "12", "姉": "99"}, "母", {"父": "11", "母": "02", "姉": "99?"}),
        ({"父": "02", "姉": "96", "母": "12"}, "姉", {"父": "96?", "姉": "02", "母": "96?"}),
        ({"父": "02", "祖父": "51", "孫": "20"}, "祖父", {"父": "20", "祖父": "02", "孫": "20 20"}),
    ],
)  # fmt: skip
def test_relations_to_a_new_head(old, new_head, after):
    assert restated(old, new_head) == after


@pytest.mark.parametrize(
    ("kind", "event", "notified", "codes"),
    [
        ("move_in", 0, 0, []),
        ("move_in", 1, None, ["future"]),
        ("move_in", 1, 0, ["future", "order"]),
        ("move_in", 0, 1, ["future"]),
        ("move_in", 0, -1, ["order"]),
        ("move_out", 30, 0, []),
        ("move_out", -3, 0, []),
    ],
)
def test_dates(kind, event, notified, codes):
    told = None if notified is None else DAY + timedelta(days=notified)
    assert [fault.code for fault in events.date_faults(kind, DAY + timedelta(days=event), told, DAY)] == codes


def test_the_order_of_events():
    early = member(1, "父", "02", since=DAY)
    planned = member(2, "母", "12", until=DAY + timedelta(days=9))
    assert events.order_faults([early], DAY) == []
    assert [fault.code for fault in events.order_faults([early, planned], DAY - timedelta(days=1))] == [
        "order",
        "planned",
    ]
    assert "2026年4月10日からの異動が既に記録" in events.order_faults([planned], DAY)[0].message
    assert events.order_faults([planned], DAY, planned_after=DAY) == []
    assert len(events.order_faults([planned], DAY, planned_after=planned.until)) == 1


def test_heads():
    assert "いなくなります" in houses.head_fault(7, 0).message
    assert "世帯主が2人" in houses.head_fault(7, 2).message
    assert "新しい世帯" in houses.head_fault(-5, 0).message
    whole = house(member(1, "父", "02"), member(2, "母", "12"))
    assert [f.code for f in houses.restatement_faults(whole, {1: ("11",), 2: ("02",)})] == []
    assert [f.code for f in houses.restatement_faults(whole, {2: ("02",), 3: ("20",)})] == [
        "stranger",
        "relations_missing",
    ]


def codes(found):
    return [caution.code for caution in found]


def test_partings():
    family = house(member(1, "父", "02"), member(2, "母", "12"), member(3, "孫", "20"))
    three = family.members
    after = {key: house(*(m for m in three if m.person_id in key)) for key in [(2, 3), (2,), (1,), (3,), (1, 2)]}

    def judged(stay, kind="move_out"):
        return codes(cautions.parting(family, after[stay], DAY, kind))

    assert judged((2, 3)) == ["head_left"]
    assert judged((2,)) == ["alone"]
    assert judged((1,)) == ["alone"]
    assert judged((3,)) == ["alone", "minors"]
    assert judged((1, 2)) == []
    assert cautions.parting(family, None, DAY, "death") == []
    assert cautions.parting(family, family, DAY, "death") == []
    assert "亡くなりました" in cautions.parting(family, after[2, 3], DAY, "death")[0].message
    assert "この世帯を離れます" in cautions.parting(family, after[2, 3], DAY, "move_out")[0].message


@pytest.mark.parametrize(
    ("born", "minor", "old"),
    [
        (date(2008, 4, 1), False, False),
        (date(2008, 4, 2), True, False),
        (date(1951, 4, 1), False, True),
        (date(1951, 4, 2), False, False),
        (None, False, False),
    ],
)
def test_ages_on_the_day(born, minor, old):
    from dataclasses import replace

    one = replace(member(1, "父", "02"), birth_on=born)
    assert cautions.is_minor(one, DAY) is minor
    assert bool(cautions.old_alone([one], DAY)) is old
    assert cautions.years_before(date(2024, 2, 29), 1) == date(2023, 2, 28)


def test_lateness():
    assert cautions.lateness(DAY, DAY) == cautions.lateness(None, DAY) == cautions.lateness(DAY, None) == []
    assert "2日過ぎています" in cautions.lateness(DAY, DAY + timedelta(days=2))[0].message
    assert codes(cautions.long_ago(DAY - timedelta(days=366), DAY)) == ["old_event"]
    assert cautions.long_ago(DAY - timedelta(days=365), DAY) == []


def test_what_the_record_casts_doubt_on():
    known = [
        Alike(name="甲", person_id=3, number=9),
        Alike(name="乙", person_id=4, number=10),
        Alike(name="甲", person_id=5, number=11),
    ]
    first, second = cautions.alike(known)
    assert (first.person_ids, second.person_ids) == ((3, 5), (4,))
    assert "宛名番号9、11" in first.message
    assert "ほか" in cautions.neighbours([1, 2, 3, 4, 5, 6])[0].message
    assert cautions.neighbours([]) == cautions.waiting([]) == cautions.joined_later([]) == []
    permit = PermitView(name="甲", status="留学", article30_45="1", expires_on=DAY)
    assert cautions.permit_cautions([permit], DAY) == []
    assert codes(cautions.permit_cautions([permit], DAY + timedelta(days=1))) == ["permit_expired"]


def test_each_act_has_its_law():
    assert set(law.laws()) == set(ActKind.values)
    by_law = {kind for kind in ActKind.values if not law.law_of(kind).article}
    assert by_law == {"register_outsider", "contact_change", "migration"}


def test_notices_are_due():
    calendar = OfficeCalendar()
    found = law.notice_deadline("move_in", date(2026, 11, 14), calendar)  # a Saturday; the fourteenth day is one, too
    assert (found.day, found.moved_from) == (date(2026, 11, 30), date(2026, 11, 28))
    assert law.notice_deadline("birth", date(2026, 11, 4), calendar).day == date(2026, 11, 17), "the day itself counts"
    assert law.notice_deadline("death", date(2026, 11, 4), calendar).day == date(2026, 11, 10)
    assert law.notice_deadline("move_out", DAY, calendar) is None
    with pytest.raises(KeyError):
        law.law_of("unheard")
