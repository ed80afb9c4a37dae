"""A clerk at the counter, over HTTP, without JavaScript. The days lie in November 2026, which is over."""

from __future__ import annotations

from datetime import date

import pytest

from madoguchi.engines.approvals.api import decide_about, inbox
from madoguchi.foundation.testing.staff import client_of

from .people import settle
from .steps import URL, address, confirm, fields, press, text

pytestmark = pytest.mark.django_db


def person(row: int, *values: str) -> dict[str, str]:
    """One row of the form of a move-in."""
    names = ("name", "name_kana", "birth_on", "sex", "relation")
    return {f"n__{row}-{name}": value for name, value in zip(names, values, strict=True)}


FAMILY = {
    "event_on": "R8.11.15",
    "notified_on": "R8.11.20",
    "notifier": "佐藤　大輔（世帯主）",
    "previous": "千葉県佐倉市王子台九丁目97番3号",
    "address": "めいわ三丁目98番12号",
    "n__TOTAL_FORMS": "4",
    "n__3-nationality": "japanese",
    **person(0, "佐藤 大輔", "さとう だいすけ", "S60.1.20", "1", "世帯主"),
    **person(1, "佐藤 由紀", "サトウ ユキ", "S62.7.3", "2", "妻"),
    **person(2, "佐藤 颯", "ｻﾄｳ ﾊﾔﾃ", "H29.9.9", "1", "長男"),
    **person(3, "佐藤 凛", "さとう りん", "R5.12.1", "2", "子"),
}


@pytest.fixture
def house(clerk):
    return settle(clerk.as_actor())


def present(clerk, person_id):
    from madoguchi.engines.people.api import visible_to

    return visible_to(clerk.as_actor()).house_of(person_id)


def test_a_family_of_four_moves_in_and_everything_due_appears(clerk, clerk_client):
    url = address("move_in")
    shown = confirm(clerk_client, url, **FAMILY)
    assert "佐藤　颯" in text(shown) and "記録する" in text(shown) and "（見込み）" in text(shown)
    from madoguchi.engines.people.api import Act

    assert not Act.objects.exists()

    done = press(clerk_client, url, shown)
    assert done.status_code == 302
    page = clerk_client.get(done.url)
    words = text(page)
    assert "転入を記録しました" in words and "4人世帯" in words
    for due in ("児童手当の認定請求", "市立小学校・中学校への転入学", "国民健康保険の加入"):
        assert due in words or due.removeprefix("市立") in words
    assert "11月30日（月）" in words or "R8.11.30（月）" in words  # 15 days after the 15th
    dues = {due.code: due for due in page.context["outcome"].dues}
    assert dues["school-in"].persons == [page.context["outcome"].comparison.after[0].house.members[2].person_id]
    assert dues["mynumber-continue"].due_on == date(2027, 2, 18)
    assert "kaigo-join" not in dues


def test_the_mother_stays_alone_and_becomes_the_head(clerk, clerk_client, house):
    ids = [member.person_id for member in house.members]
    url = address("move_within", ids[0])
    typed = {"event_on": "R8.11.14", "notified_on": "R8.11.20", "address": "めいわ三丁目98番12号", "people": ids[:4]}
    shown = confirm(clerk_client, url, **typed)
    words = text(shown)
    assert "渡邉　和子さんが世帯主になり" in words and "母 世帯主" in words and "世帯番号" in words
    done = press(clerk_client, url, shown)
    assert done.status_code == 302
    alone = present(clerk, ids[4])
    assert [member.name for member in alone.members] == ["渡邉　和子"] and alone.head and alone.address.town == "大日"
    moved = present(clerk, ids[0])
    assert moved.address.town == "めいわ三丁目" and moved.address.lot == "98番12号"
    assert [m.relation_text for m in moved.members] == ["世帯主", "妻", "子", "子"]
    dues = {due.code: due for due in clerk_client.get(done.url).context["outcome"].dues}
    assert dues["setai-head"].state == "done" and dues["setai-head"].persons == [ids[4]]
    assert (
        dues["mynumber-address"].due_on == date(2026, 11, 30)
        and dues["mynumber-address"].moved_reason == "28日（土）は閉庁日"
    )
    assert dues["watch-alone"].persons == [ids[4]]
    assert dues["school-move"].persons == [ids[2]]


def test_a_child_is_born(clerk, clerk_client, house):
    url = address("birth", house.members[1].person_id)
    first = fields(clerk_client.get(url))
    assert first["name"] == ["渡邉　"]
    shown = confirm(
        clerk_client,
        url,
        event_on="R8.11.10",
        name="渡邉 湊",
        name_kana="わたなべ みなと",
        sex="1",
        domicile="千葉県佐倉市",
    )
    assert "渡邉　湊" in text(shown)
    done = press(clerk_client, url, shown)
    names = [member.name for member in present(clerk, house.members[0].person_id).members]
    assert names[-1] == "渡邉　湊"
    dues = {due.code for due in clerk_client.get(done.url).context["outcome"].dues}
    assert {"jido-teate", "kodomo-iryo", "boshi-visit", "mynumber-new"} <= dues


def test_the_head_dies_and_the_clerk_changes_the_proposed_head(clerk, clerk_client, house):
    ids = [member.person_id for member in house.members]
    url = address("death", ids[0])
    shown = confirm(clerk_client, url, event_on="R8.11.18", person=ids[0])
    proposed = fields(shown)
    assert proposed["stay_head"] == [str(ids[1])] and proposed[f"stay_{ids[4]}"] == ["夫の母"]
    assert "世帯主の渡邉　健一さんが亡くなりました" in text(shown)

    other = press(clerk_client, url, shown, stay_head=ids[4])
    again = fields(other)
    assert other.status_code == 200 and again["stay_head"] == [str(ids[4])]
    assert again[f"stay_{ids[1]}"] == ["子の妻"] and again[f"stay_{ids[2]}"] == ["子の子"]
    done = press(clerk_client, url, other)
    assert done.status_code == 302
    left = present(clerk, ids[4])
    assert left.head.name == "渡邉　和子" and {m.relation_text for m in left.members} == {"世帯主", "子の妻", "子の子"}
    dues = {due.code: due for due in clerk_client.get(done.url).context["outcome"].dues}
    assert dues["sousaihi"].persons == [ids[0]] and dues["setai-head"].state == "done"


def test_a_move_out_may_lie_ahead(clerk, clerk_client, house):
    ids = [member.person_id for member in house.members]
    url = address("move_out", ids[0])
    shown = confirm(clerk_client, url, event_on="R30.12.1", destination="千葉県佐倉市王子台9-97-3", people=ids)
    assert "転出する人" in text(shown)
    done = press(clerk_client, url, shown)
    assert done.status_code == 302 and "転出を記録しました" in text(clerk_client.get(done.url))
    assert all(member.until == date(2048, 12, 1) for member in present(clerk, ids[0]).members)


def test_a_name_changes(clerk, clerk_client, house):
    who = house.members[1]
    url = address("identity", who.person_id)
    shown = confirm(
        clerk_client,
        url,
        person=who.person_id,
        what="name",
        reason="離婚",
        name="髙島 美咲",
        name_kana="たかしま みさき",
    )
    assert "渡邉　美咲 髙島　美咲" in text(shown)
    done = press(clerk_client, url, shown)
    assert present(clerk, who.person_id).member(who.person_id).name == "髙島　美咲"
    dues = {due.code: due for due in clerk_client.get(done.url).context["outcome"].dues}
    assert dues["mynumber-address"].persons == [who.person_id]


def test_a_household_gets_another_head(clerk, clerk_client, house):
    ids = [member.person_id for member in house.members]
    url = address("household", ids[0])
    shown = confirm(clerk_client, url, what="head", all_head=ids[1])
    assert fields(shown)[f"all_{ids[0]}"] == ["夫"]
    done = press(clerk_client, url, shown)
    assert done.status_code == 302 and present(clerk, ids[0]).head.person_id == ids[1]


def test_grandmother_makes_a_household_of_her_own(clerk, clerk_client, house):
    ids = [member.person_id for member in house.members]
    url = address("household", ids[0])
    opened = confirm(clerk_client, url, what="split")
    shown = press(clerk_client, url, opened, people=[ids[4]])
    done = press(clerk_client, url, shown)
    assert done.status_code == 302 and len(present(clerk, ids[4]).members) == 1


def test_two_households_of_one_address_become_one(clerk, clerk_client, house):
    other = settle(clerk.as_actor(), people=(("山田　太郎", "ヤマダ　タロウ", date(1990, 1, 1), "1", ("02",)),))
    url = address("household", other.members[0].person_id)
    opened = confirm(clerk_client, url, what="merge", join_number=house.number)
    table = fields(opened)
    assert table[f"move_{other.members[0].person_id}"] == [""] and "続柄を入れてください" in text(opened)
    shown = press(clerk_client, url, opened, **{f"move_{other.members[0].person_id}": "同居人"})
    done = press(clerk_client, url, shown)
    assert done.status_code == 302 and len(present(clerk, other.members[0].person_id).members) == 6


def test_one_who_left_comes_back_with_the_record_of_before(clerk, clerk_client, house):
    ids = [member.person_id for member in house.members]
    out = address("move_out", ids[1])
    leaving = confirm(clerk_client, out, event_on="R8.11.1", destination="千葉県佐倉市王子台9-97-3", people=[ids[1]])
    assert press(clerk_client, out, leaving).status_code == 302
    url = address("move_in", ids[1])
    first = fields(clerk_client.get(url))
    assert first["n-0-name"] == ["渡邉　美咲"] and first["n-0-person_id"] == [str(ids[1])]
    shown = confirm(
        clerk_client, url, event_on="R8.11.19", previous="千葉県佐倉市王子台9-97-3", address="めいわ3-98-12"
    )
    done = press(clerk_client, url, shown)
    assert done.status_code == 302 and present(clerk, ids[1]).members[0].person_id == ids[1]


def test_a_correction_ex_officio_waits_for_a_second_person(clerk, clerk_client, supervisor, house):
    from madoguchi.engines.people.api import Act, Proposal

    acts = Act.objects.count()
    who = house.members[3]
    url = address("ex_officio", who.person_id)
    typed = {
        "what": "fix",
        "person": who.person_id,
        "column": "identity.birth_on",
        "value": "R6.2.4",
        "reason": "戸籍の照会による",
    }
    shown = confirm(clerk_client, url, **typed)
    assert "ほかの承認者が承認すると記録されます" in text(shown) and not Proposal.objects.exists()
    done = press(clerk_client, url, shown)
    assert done.status_code == 302
    proposal = Proposal.objects.get()
    assert proposal.arguments["changes"] == {"birth_on": "2024-02-04"} and proposal.proposed_by == clerk.pk
    assert Act.objects.count() == acts
    draft = inbox(supervisor.as_actor())[0].draft
    assert draft.content == {"key": proposal.pk}
    seen = client_of(supervisor).get("/desk/approvals/").content.decode()
    assert draft.title in seen and "渡邉" not in seen
    decide_about(supervisor.as_actor(), proposal, agree=True)
    assert Act.objects.count() == acts + 1
    assert not inbox(supervisor.as_actor())


def test_a_correction_that_nobody_may_approve_is_told_and_not_kept(clerk_client, house):
    from madoguchi.engines.people.api import Proposal

    who = house.members[3]
    url = address("ex_officio", who.person_id)
    typed = {"what": "fix", "person": who.person_id, "column": "identity.birth_on", "value": "R6.2.4"}
    done = press(clerk_client, url, confirm(clerk_client, url, **typed, reason="戸籍の照会による"))
    assert done.status_code == 422
    assert "きょうはだれもいません" in text(done)
    assert not Proposal.objects.exists()


def test_the_same_form_sent_twice_is_one_act(clerk_client, house):
    from madoguchi.engines.people.api import Act

    from ..models import Case

    url = address("birth", house.members[0].person_id)
    shown = confirm(clerk_client, url, event_on="R8.11.10", name="渡邉 湊", sex="1")
    data = {**fields(shown), "do": "record"}
    first, second = clerk_client.post(url, data), clerk_client.post(url, data)
    assert first.status_code == second.status_code == 302 and first.url == second.url
    assert Act.objects.filter(kind="birth").count() == 1 and Case.objects.filter(act__isnull=False).count() == 1


def test_the_second_of_two_clerks_is_told_and_loses_nothing(clerk_client, supervisor_client, house):
    from madoguchi.engines.people.api import Act

    ids = [member.person_id for member in house.members]
    url = address("move_within", ids[0])
    mine = confirm(clerk_client, url, address="めいわ三丁目98番12号", building="コーポ101", people=ids)
    birth = address("birth", ids[0])
    theirs = confirm(supervisor_client, birth, name="渡邉 湊", sex="1")
    assert press(supervisor_client, birth, theirs).status_code == 302

    told = press(clerk_client, url, mine)
    assert told.status_code == 409
    assert "係長　二郎が「出生」を記録しました" in text(told)
    assert fields(told)["building"] == ["コーポ101"]
    assert not Act.objects.filter(kind="move_within").exists()
    # The newborn is not among those who were ticked: what would come now is shown, and asked for again.
    assert fields(told)["people"] == [str(key) for key in ids]


def test_what_changed_after_it_was_seen_is_shown_again_before_it_is_recorded(clerk_client, house):
    from madoguchi.engines.people.api import Act

    url = address("birth", house.members[0].person_id)
    shown = confirm(clerk_client, url, name="渡邉 湊", sex="1")
    changed = press(clerk_client, url, shown, name="渡邉 港")
    assert changed.status_code == 200 and "渡邉　港" in text(changed)
    assert not Act.objects.filter(kind="birth").exists()
    assert press(clerk_client, url, changed).status_code == 302


def test_a_refusal_keeps_what_was_typed(clerk_client, house):
    url = address("move_within", house.members[0].person_id)
    refused = confirm(clerk_client, url, event_on="R30.1.5", address="めいわ三丁目98番12号", building="コーポ101")
    words = text(refused)
    assert "異動日が先の日付です" in words and "記録する" not in words
    kept = fields(refused)
    assert kept["building"] == ["コーポ101"] and kept["event_on"] == ["R30.1.5"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"address": "千葉県千葉市若葉区みつわ台9-1"}, "市外への移動は転出で"),
        ({"address": ""}, "新しい住所を入れてください"),
        ({"address": "めいわ"}, "番地を入れてください"),
        ({"address": "大日9812番地6"}, "いまの住所と同じ"),
        ({"address": "めいわ3-98-12", "event_on": "令和8年2月30日"}, "2月30日はありません"),
        ({"address": "めいわ3-98-12", "people": []}, "1人以上選んで"),
        ({"join_number": "99999999"}, "この番号の世帯は見つかりません"),
    ],
)
def test_what_cannot_be_is_said_in_words(clerk_client, house, typed, said):
    shown = confirm(clerk_client, address("move_within", house.members[0].person_id), **typed)
    assert said in text(shown) and "記録する" not in text(shown)


def test_a_late_notice_is_pointed_out(clerk_client, house):
    url = address("move_within", house.members[0].person_id)
    shown = confirm(clerk_client, url, event_on="R8.10.1", address="めいわ3-98-12")
    assert "日過ぎています" in text(shown) and "期間内" not in text(shown) and "記録する" in text(shown)


def test_a_town_that_nobody_knows_is_pointed_out(clerk_client, house):
    url = address("move_within", house.members[0].person_id)
    shown = confirm(clerk_client, url, address="めいは99番地")
    assert "この町名は郵便番号のデータにありません" in text(shown) and "記録する" in text(shown)
    assert "郵便番号のデータにありません" not in text(confirm(clerk_client, url, address="めいわ3-98-12"))


def test_a_postal_code_gives_the_town(clerk, clerk_client, house):
    url = address("move_within", house.members[0].person_id)
    shown = confirm(clerk_client, url, postal_code="284-0043", address="3-98-12")
    assert press(clerk_client, url, shown).status_code == 302
    assert present(clerk, house.members[0].person_id).address.town == "めいわ三丁目"


def test_search_finds_variants_and_says_so(clerk_client, house):
    shown = clerk_client.get(URL, {"q": "渡辺 健一 S57.3"})
    html = shown.content.decode()
    assert "<mark>邉</mark>" in html and "異体字も探しました" in html and "S57" in html
    assert "歳・男" in text(shown)


def test_each_look_has_its_purpose_in_the_access_log(clerk_client, house):
    from madoguchi.foundation.audit.models import Entry

    who = house.members[0].person_id
    shown = clerk_client.get(address("move_within", who))
    assert "閲覧の目的「届出の受付：転居届」を記録しました" in text(shown)
    entry = Entry.objects.filter(subject=f"person:{who}", action="people.look").order_by("-id").first()
    assert entry.purpose == "届出の受付：転居届"


def test_nobody_without_the_permission_learns_anything(visitor, outsider_client, administrator_client, house):
    who = house.members[0].person_id
    for url in (URL, address("move_within", who), "/desk/counter/case/1/", "/desk/counter/case/1/papers.pdf"):
        assert outsider_client.get(url).status_code == 403
        assert "渡邉" not in outsider_client.get(url).content.decode()
        assert administrator_client.get(url).status_code == 403
        assert visitor.get(url).status_code == 302 and "渡邉" not in visitor.get(url, follow=True).content.decode()
    assert outsider_client.post("/desk/counter/next/").status_code == 403


def test_an_unknown_person_or_case_is_not_found(clerk_client):
    for url in (address("birth", 999999), "/desk/counter/case/999999/", f"{URL}?person=x&event=nonsense"):
        assert clerk_client.get(url).status_code in (404, 200)
    assert clerk_client.get("/desk/counter/case/999999/").status_code == 404
