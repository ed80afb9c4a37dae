"""職権: proposed by one, recorded when a second person approves."""

from datetime import timedelta

import pytest

from madoguchi.engines.people import api
from madoguchi.engines.people.models import Act, Household
from madoguchi.foundation.access import Forbidden
from madoguchi.foundation.audit.models import Entry

from .stories import codes, home, named, person_record, record, relations

A_MONTH = timedelta(days=30)


@pytest.fixture
def removal(story, family, today):
    """次郎 lives no longer where he is recorded."""
    arguments = {"event_on": today.isoformat(), "household_id": family.id,
                 "person_ids": [named(family, "次郎").person_id]}  # fmt: skip
    return api.propose(story.actor, kind=api.ActKind.EX_OFFICIO_REMOVAL, arguments=arguments, summary="次郎を消除",
                       reason="実態調査で居住なし")  # fmt: skip


def test_a_second_person_approves_and_it_is_recorded(removal, chief, story, family, today):
    assert removal.state == "waiting"
    assert removal.person_ids == [named(family, "次郎").person_id]
    assert len(story.house(family, today).members) == 4
    decided = api.decide(chief, proposal_id=removal.pk, approve=True)
    assert decided.state == "approved"
    act = decided.act
    assert (act.kind, act.recorder, act.approver) == (
        "ex_officio_removal",
        "窓口サービス課　窓口　一子",
        "窓口サービス課　係長　二郎",
    )
    assert person_record(removal.person_ids[0], on=today).removal.reason == "ex_officio_removal"
    actions = Entry.objects.filter(action__startswith="people.").values_list("action", flat=True).order_by("id")
    assert list(actions)[-3:] == [
        "people.propose_ex_officio_removal",
        "people.ex_officio_removal",
        "people.decide_approved",
    ]


def test_never_the_same_person(removal, officer, chief):
    from dataclasses import replace

    both = replace(officer, permissions=officer.permissions | chief.permissions)
    with pytest.raises(api.Refused, match="自分では承認できません"):
        api.decide(both, proposal_id=removal.pk, approve=True)
    with pytest.raises(Forbidden):
        api.decide(officer, proposal_id=removal.pk, approve=True)
    assert Act.objects.count() == 1


def test_it_is_decided_once(removal, chief):
    api.decide(chief, proposal_id=removal.pk, approve=False, comment="再調査のこと")
    removal.refresh_from_db()
    assert (removal.state, removal.comment, removal.act) == ("refused", "再調査のこと", None)
    with pytest.raises(api.Refused, match="既に「却下」となっています（窓口サービス課　係長　二郎）"):
        api.decide(chief, proposal_id=removal.pk, approve=True)


def test_one_takes_back_ones_own(removal, officer, chief):
    with pytest.raises(api.Refused, match="起案した人だけ"):
        api.withdraw(chief, proposal_id=removal.pk)
    assert api.withdraw(officer, proposal_id=removal.pk).state == "withdrawn"
    with pytest.raises(api.Refused, match="取下げ"):
        api.decide(chief, proposal_id=removal.pk, approve=True)


def test_an_act_that_cannot_be_any_more_leaves_the_proposal_waiting(removal, chief, story, family, today):
    jiro = removal.person_ids[0]
    api.death(story.actor, notice=story.notice(today - A_MONTH, family), household_id=family.id, person_id=jiro)
    with pytest.raises(api.Refused, match="いない人"):
        api.decide(chief, proposal_id=removal.pk, approve=True)
    removal.refresh_from_db()
    assert removal.state == "waiting"


@pytest.mark.parametrize(
    ("kind", "reason", "words"), [("move_in", "a", "職権の異動ではありません"), ("ex_officio_fix", " ", "理由")]
)
def test_what_cannot_be_proposed(story, kind, reason, words):
    with pytest.raises(api.Refused, match=words):
        api.propose(story.actor, kind=kind, arguments={}, summary="", reason=reason)


def approve(story, chief, kind, arguments):
    proposal = api.propose(story.actor, kind=kind, arguments=arguments, summary="要旨", reason="理由")
    shown = api.preview_proposal(chief, proposal_id=proposal.pk)
    return api.decide(chief, proposal_id=proposal.pk, approve=True).act, shown


def test_the_head_is_removed_and_another_named(story, chief, family, today):
    stay = {str(key): list(value) for key, value in codes(family, {"花子": "02", "次郎": "20", "桜": "20"}).items()}
    arguments = {"event_on": today.isoformat(), "household_id": family.id, "person_ids": [family.head.person_id],
                 "expected": {str(family.id): family.revision}, "stayer_relations": stay}  # fmt: skip
    _, shown = approve(story, chief, "ex_officio_removal", arguments)
    assert relations(shown.after[0]) == {"花子": "世帯主", "次郎": "子", "桜": "子"}
    assert relations(story.house(family, today)) == relations(shown.after[0])


def test_a_family_is_entered(story, chief, today):
    facts = {"name": "無　戸籍", "birth_on": "1990-01-02", "sex": "1", "is_foreign": True}
    people = [{"facts": facts, "relation": ["02"],
               "permit": {"status": "定住者", "expires_on": "2030-01-01"}}]  # fmt: skip
    arguments = {"event_on": today.isoformat(), "address": home().as_json(), "people": people}
    act, shown = approve(story, chief, "ex_officio_entry", arguments)
    assert shown.before == ()
    assert shown.after[0].number < 0
    assert act.summary == "1人を職権で記載"
    house = story.house(Household.objects.get().pk, today)
    assert house.head.birth_on.isoformat() == "1990-01-02"
    assert person_record(house.head.person_id, on=today).permit.expires_on.year == 2030


def test_a_fix_in_the_middle_of_a_timeline(story, chief, family, today):
    one = family.head.person_id
    api.change_name(
        story.actor, notice=story.notice(today - 2 * A_MONTH), person_id=one, changes={"name": "山本　太郎"}
    )
    since, until = today - 3 * A_MONTH, today - A_MONTH
    fix = {"event_on": since.isoformat(), "until": until.isoformat(), "table": "identity", "id": one,
           "changes": {"name_kana": "ヤマ　タロ"}}  # fmt: skip
    before = record()
    act, _ = approve(story, chief, "ex_officio_fix", fix)
    days = (since - timedelta(days=1), since, today - 2 * A_MONTH, until)
    seen = [(found.name, found.identity.name_kana) for found in (person_record(one, on=day) for day in days)]
    assert seen == [("山田　太郎", "ヤマダ　タロウ"), ("山田　太郎", "ヤマ　タロ"), ("山本　太郎", "ヤマ　タロ"),
                    ("山本　太郎", "ヤマダ　タロウ")]  # fmt: skip
    api.cancel(story.actor, notice=story.notice(today), act_id=act.pk, reason="誤り")
    assert record() == before


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"changes": {"relation": ["02"]}}, "修正できない項目"),
        ({"changes": {}}, "修正できない項目"),
        ({"changes": {"lot": "1番地"}}, "変わるところ"),
        ({"until": "1990-01-01"}, "終わりの日"),
        ({"event_on": "1990-01-01", "until": "1991-01-01"}, "その期間の記録がありません"),
        ({"event_on": "2990-01-01"}, "先の日付"),
    ],
)
def test_a_fix_must_fix_something(story, chief, family, today, change, words):
    fix = {
        "event_on": today.isoformat(),
        "table": "dwelling",
        "id": family.id,
        "changes": {"lot": "1番地の2"},
        **change,
    }
    with pytest.raises(api.Refused, match=words):
        approve(story, chief, "ex_officio_fix", fix)


def test_the_address_of_a_household_is_put_right(story, chief, family, today):
    fix = {
        "event_on": (today - A_MONTH).isoformat(),
        "table": "dwelling",
        "id": family.id,
        "changes": {"lot": "1番地の2"},
    }
    approve(story, chief, "ex_officio_fix", fix)
    assert story.house(family, today).address.lot == "1番地の2"
    assert len(api.visible_to(story.actor).search(api.Query(place="大日1番地の2")).hits) == 4
