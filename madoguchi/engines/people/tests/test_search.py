"""Finding people by any part of any name, by dates, places and numbers."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from madoguchi.engines.people import api
from madoguchi.engines.people.actions.search_keys import FOLDED_BYTES, refresh_search_keys
from madoguchi.engines.people.models import Person, SearchKey
from madoguchi.engines.people.queries.search import search
from madoguchi.engines.people.queries.search_readings import readings
from madoguchi.foundation.access import SYSTEM_ACTOR, Actor, Forbidden
from madoguchi.foundation.audit.models import Entry
from madoguchi.foundation.text import fold_name

from .stories import TO, home, ids, named, person

A_DAY = timedelta(days=1)


@pytest.fixture
def people(story, today):
    """Some who are hard to find."""
    houses = [
        story.move_in(
            today - 99 * A_DAY, [person(name, kana, birth, "1", "02", **more)], home(f"{index}番地", building="コーポ")
        )
        for index, (name, kana, birth, more) in enumerate(
            [
                ("髙橋　一郎", "タカハシ　イチロウ", date(1980, 4, 5), {"phone": "043-000-0011"}),
                ("高橋　二郎", "タカハシ　ジロウ", date(1981, 4, 5), {}),
                ("渡邉　ヴィオラ", "ワタナベ　ヴィオラ", date(1980, 4, 25), {}),
                ("山﨑　優子", "ヤマサキ　ユウコ", date(1955, 12, 1), {}),
                ("SMITH JOHN", "スミス　ジョン", date(1990, 1, 1), {"is_foreign": True, "permit": api.PermitFacts()}),
                ("大野　翔", "オオノ　ショウ", date(2001, 2, 3), {}),
            ]
        )
    ]
    return {house.head.name.replace("　", ""): house.head for house in houses}


def found(story, text):
    return [
        hit.name.replace("　", "").replace(" ", "")
        for hit in api.visible_to(story.actor).search(api.understand(text)).hits
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("高橋", {"髙橋一郎", "高橋二郎"}),
        ("髙橋", {"髙橋一郎", "高橋二郎"}),
        ("橋一", {"髙橋一郎"}),
        ("郎", {"髙橋一郎", "高橋二郎"}),
        ("渡辺", {"渡邉ヴィオラ"}),
        ("渡邊\U000e0100", {"渡邉ヴィオラ"}),
        ("びおら", {"渡邉ヴィオラ"}),
        ("ﾋﾞｵﾗ", {"渡邉ヴィオラ"}),
        ("山崎", {"山﨑優子"}),
        ("ユーコ", set()),
        ("ゆうこ", {"山﨑優子"}),
        ("takahasi", {"髙橋一郎", "高橋二郎"}),
        ("takahashi jirou", {"高橋二郎"}),
        ("ohno", {"大野翔"}),
        ("ono sho", {"大野翔"}),
        ("Smith", {"SMITHJOHN"}),
        ("john smith", {"SMITHJOHN"}),
        ("スミス", {"SMITHJOHN"}),
        ("高橋 S55.4", {"髙橋一郎"}),
        ("S55.4", {"髙橋一郎", "渡邉ヴィオラ"}),
        ("昭和55年", {"髙橋一郎", "渡邉ヴィオラ"}),
        ("1981-04-05", {"高橋二郎"}),
        ("大日3番地", {"山﨑優子"}),
        ("高橋 大日0番地", {"髙橋一郎"}),
        ("高橋 大日", {"髙橋一郎", "高橋二郎"}),
        ("高橋 鹿渡", set()),
        ("高橋 大", set()),
        ("大野 翔 大日", {"大野翔"}),
        ("大野 大日 翔", {"大野翔"}),
        ("大野 翔 大日 コーポ オオノ", {"大野翔"}),
        ("大野 翔 大日 コーポ オオヤマ", set()),
        ("043-000-0011", {"髙橋一郎"}),
        ("０４３０００００１１", {"髙橋一郎"}),
        ("100%_", set()),
        ("佐藤", set()),
        ("", set()),
        ("　", set()),
        ("・", set()),
    ],
)
def test_one_box(story, people, text, names):
    assert set(found(story, text)) == names


@pytest.mark.parametrize("name", ["千", "三", "一二三", "千月", "五月", "八月", "千年", "五月女", "七五三", "平元"])
def test_numerals_without_a_year_are_names(name):
    assert api.understand(name) == api.Query(names=(name,))
    assert api.understand(f"佐藤 {name}").names == ("佐藤", name)


@pytest.mark.parametrize(
    "text", ["昭和五十五年四月", "昭和55年", "S55.4", "Ｓ５５．４", "平成元年", "一九八二年", "19800405"]
)
def test_dates_are_not_names(text):
    query = api.understand(text)
    assert (query.names, query.birth is not None) == ((), True)


@pytest.mark.parametrize(
    ("latin", "kana"),
    [
        ("sato", {"サト"}),
        ("oto", {"オト", "オウト", "オオト"}),
        ("hattori", {"ハツトリ", "ハツトウリ", "ハツトオリ"}),
        ("keniti", {"ケニチ", "ケンイチ"}),
        ("syozi", {"シヨジ", "シヨウジ", "シヨオジ"}),
        ("smith", set()),
        ("kokokokokoko", set()),
        ("", set()),
    ],
)
def test_latin_letters_read_as_kana(latin, kana):
    assert set(readings(latin)) == kana


def test_latin_letters_list_the_family_before_those_who_hold_it_inside(story):
    """sato: サトウ before アイ カサト, who comes first by kana; a foreigner who is written so stands with サトウ."""
    story.move_in(
        timezone.localdate(),
        [
            person("藍　傘斗", "アイ　カサト", date(1980, 1, 1), "1", "02"),
            person("佐藤　一", "サトウ　ハジメ", date(1980, 1, 1), "1", "99"),
            person("SATO MARIA", "マリア", date(1980, 1, 1), "2", "99", is_foreign=True, permit=api.PermitFacts()),
        ],
        home("1番地"),
    )
    assert found(story, "sato") == found(story, "satō") == ["佐藤一", "SATOMARIA", "藍傘斗"]
    assert found(story, "kasato") == ["藍傘斗"]
    assert found(story, "maria") == ["SATOMARIA"]


def test_the_longest_lawful_names_can_be_written_and_found(story, today):
    """What an index row could not hold must neither fail an act nor hide a person."""
    rare = "".join(chr(0x4E00 + 37 * n) for n in range(198))
    rarest = "".join(chr(0x20000 + 41 * n) for n in range(200))
    kana = "".join(chr(0x30A2 + n * 7 % 80) for n in range(199))
    facts = {"alias": rarest, "alias_kana": kana[::-1], "is_foreign": True, "permit": api.PermitFacts()}
    one = person(f"鈴{rare[:99]}　{rare[99:]}", "ス" + kana, date(1980, 1, 1), "1", "02", **facts)
    house = story.move_in(today, [one], home("1番地"))
    key = SearchKey.objects.get(person=house.head.person_id)
    assert key.folded == "" and len(key.long_names.encode()) > FOLDED_BYTES
    for part in (rare[5:9], rarest[-3:], kana[50:54], "鈴" + fold_name(rare)[:3], fold_name(rare)[:2], rarest[9]):
        assert [hit.person_id for hit in search(api.Query(names=(part,))).hits] == [house.head.person_id], part


def test_by_number(story, people):
    one = people["大野翔"]
    house = story.home_of(one.person_id, timezone.localdate())
    assert found(story, str(one.number)) != []
    assert "大野翔" in found(story, str(house.number))
    assert found(story, "999999999") == []


def test_a_hit_says_who_it_is(story, family, today):
    hit = api.visible_to(story.actor).search(api.understand("山田花子")).hits[0]
    assert (hit.kana, hit.relation_text, hit.is_head, hit.house_size) == ("ヤマダ　ハナコ", "妻", False, 4)
    assert (hit.address, hit.present, hit.household_id, hit.removal) == ("大日1番地", True, family.id, "")


def test_each_hit_is_logged_and_only_for_those_who_may_look(story, people):
    start = Entry.objects.filter(action="people.search").count()
    found(story, "高橋")
    assert Entry.objects.filter(action="people.search").count() == start + 2
    with pytest.raises(Forbidden):
        api.visible_to(Actor(1, "道路　四郎"))


def test_residents_come_before_those_gone(story, people, today):
    one = people["髙橋一郎"]
    house = story.home_of(one.person_id, today)
    api.move_out(story.actor, notice=story.notice(today, house), household_id=house.id, person_ids=[one.person_id],
                 destination=TO)  # fmt: skip
    assert found(story, "高橋") == ["高橋二郎", "髙橋一郎"]
    view = api.visible_to(story.actor)
    assert [hit.removal for hit in view.search(api.understand("高橋")).hits] == ["", "move_out"]
    assert len(view.search(api.Query(names=("高橋",), only_present=True)).hits) == 1


def test_a_planned_move_out_comes_to_pass(story, people, today):
    one = people["髙橋一郎"]
    house, leaves = story.home_of(one.person_id, today), today + 3 * A_DAY
    api.move_out(story.actor, notice=story.notice(leaves, house), household_id=house.id, person_ids=[one.person_id],
                 destination=TO)  # fmt: skip
    assert SearchKey.objects.get(person=one.person_id).due_on == leaves
    assert found(story, "高橋") == ["髙橋一郎", "高橋二郎"]
    query = api.understand("高橋")
    assert [hit.present for hit in search(query, day=leaves).hits] == [False, True], (
        "told truly also before the keys are new"
    )
    assert api.refresh_due(SYSTEM_ACTOR, leaves - A_DAY) == 0
    assert api.refresh_due(SYSTEM_ACTOR, leaves) == 1
    assert api.refresh_due(SYSTEM_ACTOR, leaves) == 0
    assert [hit.name for hit in search(query, day=leaves).hits] == ["高橋　二郎", "髙橋　一郎"]
    assert Entry.objects.filter(action="people.refresh_search_keys").count() == 1
    with pytest.raises(Forbidden):
        api.refresh_due(Actor(1, "誰か"), leaves)


def test_search_is_one_query(story, people, django_assert_num_queries):
    for text in ("高橋", "高橋 S55", "S55", "大日", "12"):
        with django_assert_num_queries(1):
            search(api.understand(text))


def crowd(story, count):
    """Many keys put straight into their table: some begin with 鈴木, some hold it inside, some are gone."""
    names = [("鈴木", "スズキ"), ("美鈴木", "ミスズキ"), ("青鈴木", "アオスズキ"), ("佐藤", "サトウ")]
    house = story.move_in(
        timezone.localdate(),
        [person(f"{names[n % 4][0]}　{n}", names[n % 4][1] + "　アイウエオカキクケコ"[: n % 11 + 1], date(1980, 1, 1),
        "1",
                "02" if n == 0 else "99") for n in range(count)],
    )  # fmt: skip
    leaving = ids(house)[1::5]
    api.move_out(story.actor, notice=story.notice(timezone.localdate(), house), household_id=house.id,
    person_ids=leaving,
                 destination=TO)  # fmt: skip


@pytest.mark.parametrize("text", ["鈴木", "スズキ", "スズ", "木", "suzuki", "ズキ", "鈴木 大日"])
@pytest.mark.parametrize("walk", [3, 3000])
def test_pages_hold_everyone_once_in_one_order(story, monkeypatch, text, walk):
    """Whatever way the page is found: the short ways give what sorting everyone gives."""
    crowd(story, 60)
    for name in ("WALK", "WALK_FAR", "WALK_BESIDE"):
        monkeypatch.setattr(f"madoguchi.engines.people.queries.search.{name}", walk)
    query = api.understand(text)
    whole = search(query, size=1000).hits
    assert len(whole) == len({hit.person_id for hit in whole}) == (36 if "大日" in text else 45)
    assert [hit.present for hit in whole] == sorted((hit.present for hit in whole), reverse=True)
    paged, after = [], None
    for _ in range(100):
        page = search(query, after=after, size=7)
        paged += page.hits
        after = page.after
        if after is None:
            break
    assert [hit.person_id for hit in paged] == [hit.person_id for hit in whole]


def test_names_that_begin_so_come_first(story):
    crowd(story, 20)
    hits = search(api.understand("鈴木"), size=100).hits
    firsts = [(not hit.present, not hit.name.startswith("鈴木")) for hit in hits]
    assert firsts == sorted(firsts)


def test_keys_equal_a_rebuild(story, family, people, today):
    api.change_name(
        story.actor, notice=story.notice(today), person_id=named(family, "桜").person_id, changes={"name": "甲　桜"}
    )
    before = list(SearchKey.objects.order_by("person").values())
    refresh_search_keys(Person.objects.values_list("pk", flat=True))
    assert list(SearchKey.objects.order_by("person").values()) == before


def test_who_left_before_the_family_moved_is_found_at_the_old_address(story, family, today):
    jiro = named(family, "次郎").person_id
    api.move_out(story.actor, notice=story.notice(today - 9 * A_DAY, family), household_id=family.id, person_ids=[jiro],
                 destination=TO)  # fmt: skip
    rest = story.house(family, today)
    api.move_within(story.actor, notice=story.notice(today, rest), household_id=family.id, person_ids=ids(rest),
                    address=home("77番地"))  # fmt: skip
    assert len(search(api.Query(place="大日77番地")).hits) == 3
    assert [hit.person_id for hit in search(api.Query(place="大日1番地")).hits] == [jiro]


def test_who_came_after_a_late_move_is_found_at_the_new_address(story, family, today):
    child = person("山田　新", "ヤマダ　アラタ", today, "1", "20")
    api.birth(story.actor, notice=story.notice(today, family), household_id=family.id, child=child)
    then = story.house(family, today - A_DAY)
    notice = story.notice(today - A_DAY, then)
    act = api.move_within(story.actor, notice=notice, household_id=family.id, person_ids=ids(then),
                          address=home("77番地"))  # fmt: skip
    assert len(search(api.Query(place="大日77番地")).hits) == 5
    api.cancel(story.actor, notice=story.notice(today), act_id=act.pk, reason="誤り")
    assert len(search(api.Query(place="大日1番地")).hits) == 5
