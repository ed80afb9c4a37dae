"""花子 and 桜 have left 太郎 for an address that he looks for: a clerk and another division can learn nothing of it."""

from datetime import timedelta

import pytest

from madoguchi.engines.people import api
from madoguchi.engines.people.models import Person, SearchKey
from madoguchi.engines.people.queries.masks import HIDDEN_ACT
from madoguchi.foundation.access import Actor
from madoguchi.foundation.audit.models import Entry

from .stories import TO, codes, home, ids, named, person, refusal

A_DAY = timedelta(days=1)
REFUGE = home("99番地", town="鹿渡", building="隠れ荘")
GROUNDS = {"kind": "violence", "agency_kind": "police", "agency": "四街道警察署"}


@pytest.fixture
def viewer():
    """Staff of another division."""
    return Actor(20, "道路　四郎", "道路管理課", frozenset({"people.view"}))


@pytest.fixture
def stranger():
    """One who may act but is not even to know."""
    return Actor(21, "臨時　五郎", "窓口サービス課", frozenset({"people.view", "people.act", "people.item.relation",
                                                       "people.item.history"}))  # fmt: skip


@pytest.fixture
def refuge(story, chief, family, today):
    """Thirty days ago 花子 went to 鹿渡 with 桜 and took a telephone; yesterday they were protected."""
    movers = [named(family, "花子").person_id, named(family, "桜").person_id]
    notice = story.notice(today - 30 * A_DAY, family, notifier="山田　花子")
    relations = codes(family, {"花子": "02", "桜": "20"})
    api.move_within(chief, notice=notice, household_id=family.id, person_ids=movers, address=REFUGE,
                    mover_relations=relations)  # fmt: skip
    api.change_contact(chief, notice=story.notice(today), person_id=movers[0], phone="090-9999-0001")
    api.start_protection(
        chief, applicant_id=movers[0], together=movers[1:], applied_on=today, decided_on=today, **GROUNDS
    )
    found = story.home_of(movers[0], today)
    assert found
    return found


def names(house):
    return {member.name.split("　")[1] for member in house.members} if house else set()


def test_she_is_there_for_the_supervisor(chief, refuge, today):
    view = api.visible_to(chief)
    hanako = named(refuge, "花子").person_id
    record = view.person(hanako)
    assert (record.dwelling.lot, record.contact.phone, record.withheld) == ("99番地", "090-9999-0001", frozenset())
    for text in ("山田 花子", "鹿渡99番地", "山田 鹿渡", "090-9999-0001", str(refuge.number)):
        hits = {hit.person_id: hit for hit in view.search(api.understand(text)).hits}
        assert hits[hanako].guarded, text
    assert api.visible_to(chief).search(api.understand("山田 花子")).held is None
    assert view.acts(hanako)[-1].kind == "move_in"


def test_whoever_asks_for_her_is_stopped_in_neutral_words(officer, refuge, family, today):
    view = api.visible_to(officer)
    for person_id in ids(refuge):
        for ask in (view.person, view.house_of, view.acts, view.codes):
            with pytest.raises(api.Held) as held:
                ask(person_id)
            assert str(held.value) == (
                "この方の手続は係長が承ります。窓口サービス課 窓口責任者（内線000）（仮）に引き継いでください。"
            )
    with pytest.raises(api.Held):
        view.house(refuge.id)
    with pytest.raises(api.Held):
        view.house(refuge.id, on=today - 400 * A_DAY)
    assert view.people(ids(refuge)) == view.houses_of(ids(refuge)) == view.all_codes(ids(refuge)) == {}
    stopped = Entry.objects.filter(action="people.held", user_id=officer.user_id)
    assert set(stopped.values_list("subject", flat=True)) == {f"person:{key}" for key in ids(refuge)}


def test_for_another_division_she_does_not_exist(viewer, stranger, refuge, today):
    for actor in (viewer, stranger):
        view = api.visible_to(actor)
        for person_id in ids(refuge):
            for ask in (view.person, view.house_of):
                with pytest.raises(Person.DoesNotExist):
                    ask(person_id)
        for text in ("山田 花子", "山田", "花子", "鹿渡", "鹿渡99番地", "090-9999-0001", str(refuge.number)):
            page = view.search(api.understand(text))
            assert not {hit.person_id for hit in page.hits} & set(ids(refuge)) and page.held is None
    assert api.visible_to(stranger).house(refuge.id) is None


@pytest.mark.parametrize(
    ("text", "stub"),
    [
        ("山田 花子", "山田　〇〇"),
        ("山田花子", "山田　〇〇"),
        ("やまだ はなこ", "やまだ　〇〇"),
        ("yamada hanako", "yamada　〇〇"),
        ("山田", "山田　〇〇"),
        ("山田 S47.5.2", "山田　〇〇"),
        ("S47.5.2", "〇〇　〇〇"),
        ("S47.5", None),
        ("山", None),
        ("山田 鹿渡", None),
        ("花子 鹿渡99番地", None),
        ("鹿渡99番地", None),
        ("隠れ荘", None),
        ("山田 隠れ荘", None),
        ("090-9999-0001", None),
        ("山田 090-9999-0001", None),
    ],
)
def test_a_clerk_is_told_of_someone_by_name_and_birth_and_never_by_address(officer, refuge, text, stub):
    page = api.visible_to(officer).search(api.understand(text))
    assert not {hit.person_id for hit in page.hits} & set(ids(refuge))
    assert (page.held and page.held.name) == stub
    assert "99番地" not in repr((page.hits, page.after, page.held))


def test_by_number_a_clerk_is_told_of_a_person_and_not_of_a_household(officer, refuge, family):
    view = api.visible_to(officer)
    assert view.search(api.Query(number=refuge.members[0].number)).held.name == "〇〇　〇〇"
    for house in (refuge, family):
        page = view.search(api.Query(number=house.number))
        assert page.held is None and not {hit.person_id for hit in page.hits} & set(ids(refuge))


def test_asking_is_in_the_log_of_the_one_who_was_meant(officer, refuge):
    Entry.objects.all().delete()
    api.visible_to(officer).search(api.understand("山田 花子"))
    assert Entry.objects.filter(action="people.search", subject=f"person:{named(refuge, '花子').person_id}").exists()


def test_a_second_page_and_the_edge_of_a_page_count_nobody_hidden(officer, chief, refuge):
    seen = api.visible_to(officer).search(api.understand("山田"), size=2)
    assert (len(seen.hits), seen.after) == (2, None), "太郎 and 次郎: no next page for those who are hidden"
    assert api.visible_to(chief).search(api.understand("山田"), size=2).after is not None


def test_a_stale_copy_in_the_search_keys_hides_nobody_less(officer, refuge):
    SearchKey.objects.update(guarded=False)
    page = api.visible_to(officer).search(api.understand("山田"))
    assert not {hit.person_id for hit in page.hits} & set(ids(refuge))


def test_his_household_of_then_is_without_her(officer, viewer, chief, family, refuge, today):
    taro = family.head.person_id
    then = today - 100 * A_DAY
    assert names(api.visible_to(officer).house_of(taro, on=then)) == {"太郎", "次郎"}
    assert names(api.visible_to(officer).house(family.id, on=then)) == {"太郎", "次郎"}
    assert names(api.visible_to(chief).house(family.id, on=then)) == {"太郎", "花子", "次郎", "桜"}
    assert api.visible_to(officer).house_of(taro, on=then, known_at=None).members[0].name == "山田　太郎"


def test_his_history_says_neither_where_she_went_nor_how_far(officer, chief, family, refuge):
    taro = family.head.person_id
    for act in api.visible_to(officer).acts(taro):
        assert (act.kind, act.summary, act.details, act.notifier) == (HIDDEN_ACT, "", {}, "")
        assert act.get_kind_display() == "世帯の異動"
    kinds = [act.kind for act in api.visible_to(chief).acts(taro)]
    assert "move_in" in kinds
    whole = api.visible_to(officer).acts_of_all([taro, *ids(refuge)])
    assert list(whole) == [taro]


def test_one_who_left_the_refuge_does_not_show_where_it_is(officer, chief, story, refuge, today):
    """桜 grows up and leaves; she is taken out of the case. Her own past address is her mother's present one."""
    sakura = named(refuge, "桜").person_id
    case = api.running_cases(chief)[0].case
    second = Actor(11, "係長　三郎", permissions=chief.permissions)
    ending = api.propose_ending(chief, case_id=case.pk, reason="requested", account="申出", person_id=sakura)
    api.decide_ending(second, ending_id=ending.pk, approve=True)
    api.move_within(chief, notice=story.notice(today - A_DAY, refuge), household_id=refuge.id, person_ids=[sakura],
                    address=home("5番地", town="物井"))  # fmt: skip
    view = api.visible_to(officer)
    assert view.person(sakura).dwelling.town == "物井"
    then = view.person(sakura, on=today - 10 * A_DAY)
    assert (then.dwelling, then.household, then.membership.household_id) == (None, None, None)
    assert then.withheld == {"place"}
    assert view.house_of(sakura, on=today - 10 * A_DAY) is None
    assert not any("鹿渡" in act.summary or "鹿渡" in str(act.details) for act in view.acts(sakura))
    api.move_out(chief, notice=story.notice(today, *[story.home_of(sakura, today)]),
                 household_id=story.home_of(sakura, today).id, person_ids=[sakura], destination=TO)  # fmt: skip
    assert api.visible_to(chief).person(sakura, on=today - 10 * A_DAY).dwelling.town == "鹿渡"


def test_one_who_left_town_from_the_refuge_is_not_found_by_its_address(officer, chief, story, refuge, today):
    api.move_out(chief, notice=story.notice(today, refuge), household_id=refuge.id,
                 person_ids=[named(refuge, "桜").person_id], destination=TO)  # fmt: skip
    case = api.running_cases(chief)[0].case
    second = Actor(11, "係長　三郎", permissions=chief.permissions)
    ending = api.propose_ending(chief, case_id=case.pk, reason="requested", account="申出",
                                person_id=named(refuge, "桜").person_id)  # fmt: skip
    api.decide_ending(second, ending_id=ending.pk, approve=True)
    view = api.visible_to(officer)
    assert [hit.name for hit in view.search(api.understand("山田 桜")).hits] == ["山田　桜"]
    assert view.search(api.understand("鹿渡99番地")).hits == view.search(api.understand("山田 鹿渡")).hits == ()


def test_moving_out_of_the_refuge_is_as_secret(officer, chief, story, refuge, today):
    planned = api.Address(prefecture="京都府", city="京都市", town="隠町", lot="7番地")
    api.move_out(chief, notice=story.notice(today + 20 * A_DAY, refuge), household_id=refuge.id, person_ids=ids(refuge),
                 destination=planned)  # fmt: skip
    hanako = named(refuge, "花子").person_id
    assert api.visible_to(chief).person(hanako, on=today + 20 * A_DAY).removal.planned_address["city"] == "京都市"
    with pytest.raises(api.Held):
        api.visible_to(officer).person(hanako, on=today + 20 * A_DAY)
    key = SearchKey.objects.get(person=hanako)
    assert key.guarded and key.due_on == today + 20 * A_DAY


def test_a_clerk_cannot_act_on_her(officer, story, refuge, family, today):
    hanako = named(refuge, "花子").person_id
    child = person("山田　新", "ヤマダ　アラタ", today, "1", "20")
    notice = story.notice(today, refuge)
    for act in (
        lambda: api.change_name(officer, notice=story.notice(today), person_id=hanako, changes={"name": "甲　花子"}),
        lambda: api.change_contact(officer, notice=story.notice(today), person_id=hanako, phone="1"),
        lambda: api.birth(officer, notice=notice, household_id=refuge.id, child=child),
        lambda: api.death(officer, notice=notice, household_id=refuge.id, person_id=hanako),
        lambda: api.move_out(officer, notice=notice, household_id=refuge.id, person_ids=[hanako], destination=TO),
        lambda: api.set_resident_code(officer, notice=story.notice(today), person_id=hanako, value="12345678901"),
        lambda: api.change_head(officer, notice=notice, household_id=refuge.id, relations={}),
        lambda: api.propose(officer, kind="ex_officio_fix", summary="", reason="誤記", arguments={
            "event_on": today.isoformat(), "table": "dwelling", "id": refuge.id, "changes": {"lot": "1番地"}}),
        lambda: api.propose(officer, kind="ex_officio_removal", summary="", reason="誤記", arguments={
            "event_on": today.isoformat(), "household_id": refuge.id, "person_ids": [hanako]}),
        lambda: api.preview(api.death, officer, notice=notice, household_id=refuge.id, person_id=hanako),
    ):  # fmt: skip
        with pytest.raises(api.Held):
            act()


def test_nobody_is_moved_into_her_household_by_its_number(officer, story, refuge, today):
    single = story.single(today - 50 * A_DAY, address=REFUGE)
    notice = story.notice(today, single, refuge)
    for act in (
        lambda: api.move_within(officer, notice=notice, household_id=single.id, person_ids=ids(single), address=REFUGE,
                                join_household_id=refuge.id, mover_relations={ids(single)[0]: ("99",)}),
        lambda: api.merge_households(officer, notice=notice, household_id=single.id, into_household_id=refuge.id,
                                     mover_relations={ids(single)[0]: ("99",)}),
        lambda: api.move_in(officer, notice=story.notice(today, refuge), newcomers=[person("新　来", "シン　ライ",
                            today - 9000 * A_DAY, "1", "99")], address=home("1番地"), previous=TO,
                            household_id=refuge.id),
    ):  # fmt: skip
        with pytest.raises(api.Held):
            act()


def test_a_refusal_does_not_say_that_someone_lives_there(officer, chief, story, refuge, today):
    """A move to the very address of the refuge: the supervisor is told of the neighbours, the clerk is not."""
    house = story.single(today - 60 * A_DAY)
    arguments = {"household_id": house.id, "person_ids": ids(house), "address": REFUGE}
    seen = api.preview(api.move_within, officer, notice=story.notice(today, house), **arguments)
    assert [caution.code for caution in seen.cautions] == []
    told = api.preview(api.move_within, chief, notice=story.notice(today, house), **arguments)
    assert [caution.code for caution in told.cautions] == ["neighbours"]


def test_one_who_seems_to_be_her_is_brought_to_the_supervisor_without_a_number(
    officer, stranger, chief, refuge, story, today
):
    again = person("山田　花子", "ヤマダ　ハナコ", named(refuge, "花子").birth_on, "2", "02")
    arguments = {"newcomers": [again], "address": home("3番地"), "previous": TO}
    [caution] = api.preview(api.move_in, officer, notice=story.notice(today), **arguments).cautions
    assert (caution.code, caution.person_ids) == ("held", ())
    assert caution.message == "山田　花子さんの受付は、記録する前に係長の確認が要ります"
    assert api.preview(api.move_in, stranger, notice=story.notice(today), **arguments).cautions == ()
    [caution] = api.preview(api.move_in, chief, notice=story.notice(today), **arguments).cautions
    assert str(named(refuge, "花子").number) in caution.message


def test_who_comes_second_is_not_told_what_came_first(officer, chief, story, family, refuge, today):
    """A form on his household was open while hers was changed: the message names neither the act nor its clerk."""
    his = story.house(family, today)
    jiro = named(his, "次郎").person_id
    api.split_household(chief, notice=story.notice(today, his), household_id=his.id, person_ids=[jiro],
                        mover_relations={jiro: ("02",)})  # fmt: skip
    with pytest.raises(api.Stale) as stale:
        api.move_out(officer, notice=story.notice(today, his), household_id=his.id, person_ids=[ids(his)[0]],
                     destination=TO)  # fmt: skip
    assert refusal(stale).startswith("この世帯は、ほかの人が先に変更しました。")
    with pytest.raises(api.Stale, match="世帯分離"):
        api.move_out(chief, notice=story.notice(today, his), household_id=his.id, person_ids=[ids(his)[0]],
                     destination=TO)  # fmt: skip


def test_a_late_act_on_his_household_of_then_is_the_supervisors(officer, chief, story, family, refuge, today):
    """Forty days ago they were one household: an act of that day would touch her, and refusing it would tell."""
    then = story.house(family, today - 40 * A_DAY)
    restated = api.restate(then.members, named(then, "次郎").person_id)
    relations = {key: proposed.relation for key, proposed in restated.items()}
    now = story.house(family, today)
    for key in (then.id, now.id):
        with pytest.raises(api.Held):
            api.change_head(officer, notice=story.notice(today - 40 * A_DAY, now), household_id=key,
                            relations=relations)  # fmt: skip
    jiro = named(now, "次郎").person_id
    api.change_name(officer, notice=story.notice(today), person_id=jiro, changes={"name": "山田　二郎"})


def test_cancelling_what_also_touched_her_is_the_supervisors(officer, chief, family, refuge, story, today):
    [split] = [act for act in api.visible_to(chief).acts(named(refuge, "花子").person_id) if act.kind == "move_within"]
    for attempt in (
        lambda: api.cancel(officer, notice=story.notice(today), act_id=split.pk, reason="誤り"),
        lambda: api.preview(api.cancel, officer, notice=story.notice(today), act_id=split.pk, reason="誤り"),
    ):
        with pytest.raises(api.Held):
            attempt()
    api.cancel(chief, notice=story.notice(today), act_id=split.pk, reason="誤り")
    with pytest.raises(api.Held):
        api.visible_to(officer).person(family.head.person_id), "he shares a household with her again"


def test_later_acts_that_also_touched_her_are_not_named(officer, chief, story, family, refuge, today):
    """次郎 took a home of his own, lived in the refuge for some days, and left it: what rests on his first move."""
    his = story.house(family, today)
    jiro = named(his, "次郎").person_id
    moved = api.move_within(officer, notice=story.notice(today - 20 * A_DAY, his), household_id=his.id,
                            person_ids=[jiro], address=home("7番地"))  # fmt: skip
    own = story.home_of(jiro, today)
    api.move_within(chief, notice=story.notice(today - 9 * A_DAY, own, refuge), household_id=own.id, person_ids=[jiro],
                    address=REFUGE, join_household_id=refuge.id, mover_relations={jiro: ("20",)})  # fmt: skip
    api.move_within(chief, notice=story.notice(today - 2 * A_DAY, story.house(refuge, today)), household_id=refuge.id,
                    person_ids=[jiro], address=home("8番地"))  # fmt: skip
    arguments = {"notice": story.notice(today), "act_id": moved.pk, "reason": "誤り"}
    with pytest.raises(api.Refused) as refused:
        api.cancel(officer, **arguments)
    assert "「世帯の異動」" in refusal(refused) and "転居" not in refusal(refused)
    with pytest.raises(api.Refused, match="「転居」"):
        api.cancel(chief, **arguments)


def test_a_proposal_about_her_is_there_for_supervisors_alone(officer, stranger, chief, refuge, family, today):
    second = Actor(11, "係長　三郎", permissions=chief.permissions)
    hanako = named(refuge, "花子").person_id
    fix = {"event_on": today.isoformat(), "table": "identity", "id": hanako, "changes": {"name_kana": "カクレ"}}
    hers = api.propose(chief, kind="ex_officio_fix", arguments=fix, summary="花子の振り仮名を修正", reason="誤記")
    his = api.propose(officer, kind="ex_officio_fix", summary="太郎の修正", reason="誤記",
                      arguments={**fix, "id": family.head.person_id})  # fmt: skip
    view = api.visible_to(officer)
    assert [each.pk for each in view.proposals(waiting=True, size=9)] == [his.pk]
    assert [each.pk for each in api.visible_to(chief).proposals(waiting=True, size=9)] == [hers.pk, his.pk]
    with pytest.raises(api.Held):
        view.proposal(hers.pk)
    with pytest.raises(api.Proposal.DoesNotExist):
        api.visible_to(stranger).proposal(hers.pk)
    approver = Actor(13, "係長　四郎", permissions=officer.permissions | {"people.approve"})
    for attempt in (
        lambda: api.decide(approver, proposal_id=hers.pk, approve=True),
        lambda: api.preview_proposal(officer, proposal_id=hers.pk),
    ):
        with pytest.raises(api.Held):
            attempt()
    api.decide(second, proposal_id=hers.pk, approve=True)
    assert api.visible_to(chief).person(hanako).identity.name_kana == "カクレ"
    assert [each.pk for each in view.proposals(waiting=False, size=9)] == []


def test_an_entry_made_before_she_was_protected_is_hidden_with_her(db, officer, chief, today):
    second = Actor(11, "係長　三郎", permissions=chief.permissions)
    facts = {"name": "隠　静", "birth_on": "1990-01-01", "sex": "2"}
    people = [{"facts": facts, "relation": ["02"]}]
    entry = {"event_on": today.isoformat(), "address": REFUGE.as_json(), "people": people}
    proposal = api.propose(officer, kind="ex_officio_entry", arguments=entry, summary="隠　静を記載", reason="実態調査")
    api.decide(second, proposal_id=proposal.pk, approve=True)
    view = api.visible_to(officer)
    assert view.proposal(proposal.pk).summary == "隠　静を記載"
    api.place_hold(chief, person_id=view.search(api.understand("隠 静")).hits[0].person_id, reason="requested")
    assert view.proposals(waiting=False, size=9) == []
    with pytest.raises(api.Held):
        view.proposal(proposal.pk)


def test_everyone_who_moves_in_with_her_is_guarded_and_free_when_they_leave(officer, chief, story, refuge, today):
    single = story.single(today - 60 * A_DAY, address=REFUGE)
    friend = ids(single)[0]
    api.merge_households(chief, notice=story.notice(today - A_DAY, single, refuge), household_id=single.id,
                         into_household_id=refuge.id, mover_relations={friend: ("99",)})  # fmt: skip
    view = api.visible_to(officer)
    with pytest.raises(api.Held):
        view.person(friend)
    assert SearchKey.objects.get(person=friend).guarded
    house = story.house(refuge, today)
    api.move_within(chief, notice=story.notice(today, house), household_id=refuge.id, person_ids=[friend],
                    address=home("8番地"))  # fmt: skip
    assert view.person(friend).dwelling.lot == "8番地"
    assert not SearchKey.objects.get(person=friend).guarded


def test_when_she_leaves_those_who_stay_are_found_again(officer, chief, story, refuge, today):
    single = story.single(today - 60 * A_DAY, address=REFUGE)
    friend = ids(single)[0]
    api.merge_households(chief, notice=story.notice(today - 9 * A_DAY, single, refuge), household_id=single.id,
                         into_household_id=refuge.id, mover_relations={friend: ("99",)})  # fmt: skip
    house = story.house(refuge, today)
    api.move_within(chief, notice=story.notice(today, house), household_id=refuge.id,
                    person_ids=[member.person_id for member in house.members if member.person_id != friend],
                    address=home("77番地"), mover_relations=codes(house, {"花子": "02", "桜": "20"}))  # fmt: skip
    assert not SearchKey.objects.get(person=friend).guarded
    assert [hit.person_id for hit in api.visible_to(officer).search(api.understand("鹿渡99番地")).hits] == [friend]


def test_a_planned_leaving_frees_those_who_stay_on_its_day(officer, chief, story, refuge, today):
    single = story.single(today - 60 * A_DAY, address=REFUGE)
    friend = ids(single)[0]
    api.merge_households(chief, notice=story.notice(today - A_DAY, single, refuge), household_id=single.id,
                         into_household_id=refuge.id, mover_relations={friend: ("99",)})  # fmt: skip
    house = story.house(refuge, today)
    leavers = [member.person_id for member in house.members if member.person_id != friend]
    api.move_out(chief, notice=story.notice(today + 5 * A_DAY, house), household_id=house.id, person_ids=leavers,
                 destination=TO)  # fmt: skip
    key = SearchKey.objects.get(person=friend)
    assert key.guarded and key.due_on == today + 5 * A_DAY
    api.refresh_due(Actor(None, "夜間", is_system=True), today + 5 * A_DAY)
    assert not SearchKey.objects.get(person=friend).guarded


def test_a_list_of_a_system_leaves_them_out(officer, chief, refuge, family):
    rows = Person.objects.order_by("pk")
    assert set(api.visible_to(officer).only_seen(rows, "pk").values_list("pk", flat=True)) == set(ids(family)) - set(
        ids(refuge)
    )
    assert api.visible_to(chief).only_seen(rows, "pk").count() == 4


def test_admission_is_asked_before_anything_is_read(officer, stranger, chief, refuge, family):
    api.visible_to(chief).admit(ids(refuge), [refuge.id])
    api.visible_to(officer).admit([family.head.person_id], [family.id])
    for persons, houses in (([ids(refuge)[0]], []), ([], [refuge.id])):
        with pytest.raises(api.Held):
            api.visible_to(officer).admit(persons, houses)
        with pytest.raises(Person.DoesNotExist):
            api.visible_to(stranger).admit(persons, houses)
