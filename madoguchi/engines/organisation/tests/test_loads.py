"""Reorganisations and transfers from files: all or nothing, seen before, kept after."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from madoguchi.engines.organisation import api
from madoguchi.engines.organisation.actions.deputies import Place, set_deputy
from madoguchi.engines.organisation.actions.loads import (
    decide_load,
    load_divisions,
    load_transfers,
    submit_load,
    withdraw_load,
)
from madoguchi.engines.organisation.actions.previewing import preview
from madoguchi.engines.organisation.files.reading import Faulty
from madoguchi.foundation.access import SYSTEM_ACTOR, Forbidden
from madoguchi.foundation.access.actions.appointments import appoint as ask
from madoguchi.foundation.access.errors import Refused
from madoguchi.foundation.access.models import Appointment, Division, User
from madoguchi.foundation.audit.models import Entry
from madoguchi.foundation.testing.staff import appoint, make_user

from .conftest import division, goes

pytestmark = pytest.mark.django_db
SPRING = date(2027, 4, 1)
DAY = timedelta(days=1)
TRANSFERS = "職員番号,氏名,部署コード,職名,役割,本務/兼務,発令日,終了日\n"


@pytest.fixture
def second(town):
    return make_user("test-second", "電算　千里", "情報推進課", ["administrator"])


def csv(text: str, encoding: str = "utf-8-sig") -> io.BytesIO:
    return io.BytesIO(text.encode(encoding))


def today_as_file(**changes: str | None) -> str:
    """The divisions of the town in the house's form; ``changes`` replace the line of a code, or drop it."""
    lines = ["コード,名称,上位コード,並び順"]
    for row in Division.objects.on(SPRING - DAY).order_by("path"):
        line = f"{row.code},{row.name},{row.path[-2] if len(row.path) > 1 else ''},{row.order}"
        changed = changes.pop(f"c{row.code}", line)
        lines += [changed] if changed else []
    return "\n".join([*lines, *(line for line in changes.values() if line)]) + "\n"


def reorganise(actor, text: str, *, day: date = SPRING, by_names: bool = False):
    load = load_divisions(
        actor, file=csv(text), file_name="kaisei.csv", title="令和9年度組織改正", day=day, by_names=by_names
    )
    return submit_load(actor, load_id=load.pk, seal=preview(actor, load).seal)


def chart(on: date) -> dict[str, str]:
    return {
        row.code: " > ".join(each.name for each in reversed(api.line_of(row.pk, on))) for row in Division.objects.on(on)
    }


def test_a_reorganisation_keeps_the_days_before_and_carries_staff_on(administrator, office):
    actor, before = administrator.as_actor(), chart(SPRING - DAY)
    set_deputy(
        SYSTEM_ACTOR,
        of=Place(division_id=division("戸籍課").pk, post="課長"),
        by=Place(appointment_id=Appointment.objects.get(user=office.clerk).pk),
        order=1,
        start=date(2026, 4, 1),
    )
    seat = office.seat(office.head)
    load = reorganise(
        actor, today_as_file(c9000="9000,市民生活部,,95", c9010="9010,戸籍住民課,9000,10", n="9020,窓口改革室,9000,20")
    )
    assert load.state == "done"
    kinds = {change["code"]: change["kind"] for change in load.result["changes"]}
    assert kinds == {"9000": "改称", "9010": "改称", "9020": "新設"}
    assert chart(SPRING - DAY) == before
    assert chart(SPRING)["9010"] == "市民生活部 > 戸籍住民課"
    after = api.seat(seat.appointment_id, SPRING)
    assert after and (after.division, after.post, after.user_id) == ("戸籍住民課", "課長", office.head.pk)
    assert api.seat(seat.appointment_id, SPRING - DAY) == seat
    assert [each.name for each in api.heads_of(seat.division_id, SPRING)] == ["課長　二郎"]
    goes(office.head, hours=24 * 365)
    later = timezone.make_aware(timezone.datetime(2027, 4, 2, 10))
    assert [each.name for each in api.deputies_of(after, later)] == ["主事　五郎"]
    assert {row.state for row in Appointment.objects.filter(user=office.head)} == {"approved"}


def test_transfers_of_the_same_day_follow_a_reorganisation(administrator, second, office):
    reorganise(administrator.as_actor(), today_as_file(c9010="9010,戸籍住民課,9000,10"))
    load, seen = transfers(
        administrator.as_actor(),
        "o-kakari1,係長　三郎,9010,課長,所属長,本務,R9.4.1,\no-shuji,主事　五郎,9000,主事,,本務,R9.4.1,\n",
    )
    assert seen.shown and [(each.before, each.after) for each in seen.shown.changes] == [
        ("戸籍課　係長", "戸籍住民課　課長　所属長"),
        ("戸籍課　主事", "市民部　主事"),
    ]
    submit_load(administrator.as_actor(), load_id=load.pk, seal=seen.seal)
    decide_load(second.as_actor(), load_id=load.pk, approve=True, seal=preview(second.as_actor(), load).seal)
    assert [(seat.division, seat.post) for seat in api.seats_of(office.first.pk, SPRING)] == [("戸籍住民課", "課長")]
    assert [(seat.division, seat.post) for seat in api.seats_of(office.first.pk, SPRING - DAY)] == [("戸籍課", "係長")]
    assert Appointment.objects.get(user=office.first, carries__isnull=False).state == "cancelled"


def test_the_same_file_again_changes_nothing(administrator, office):
    text = today_as_file(c9010="9010,戸籍住民課,9000,10")
    reorganise(administrator.as_actor(), text)
    count = Appointment.objects.count()
    with pytest.raises(Refused, match="変わる部署がありません"):
        reorganise(administrator.as_actor(), text)
    assert Appointment.objects.count() == count


def test_who_is_left_in_an_ended_division_is_named_and_has_no_seat(administrator, office):
    load = reorganise(administrator.as_actor(), today_as_file(c9010=None))
    assert {change["name"] for change in load.result["left"]} >= {"課長　二郎", "主事　五郎"}
    assert api.seats_of(office.head.pk, SPRING) == ()
    assert api.seats_of(office.head.pk, SPRING - DAY)
    made = load_transfers(
        administrator.as_actor(),
        file=csv(TRANSFERS + "o-shuji,主事　五郎,9000,主事,,本務,R9.4.1,\n"),
        file_name="ido.csv",
        title="4月1日付け",
    )
    submit_load(administrator.as_actor(), load_id=made.pk, seal=preview(administrator.as_actor(), made).seal)
    assert [seat.division for seat in api.seats_of(office.clerk.pk, SPRING)] == ["市民部"]


def test_a_plan_for_april_may_be_put_right_before_it_begins(administrator, office, as_application):
    actor = administrator.as_actor()
    reorganise(actor, today_as_file(c9010="9010,戸籍住民課,9000,10", n="9020,窓口改革室,9000,20"))
    reorganise(actor, today_as_file(c9010="9010,市民課,9000,10", n="9030,窓口室,9000,20"))
    assert chart(SPRING)["9010"] == "市民部 > 市民課"
    assert "9020" not in chart(SPRING) and "9030" in chart(SPRING)
    assert [each.division for each in api.seats_of(office.head.pk, SPRING)] == ["市民課"]
    assert Appointment.objects.filter(user=office.head).count() == 2
    with pytest.raises(Refused, match="変更が予定されています"):
        reorganise(actor, today_as_file(c9010="9010,何課,9000,10"), day=SPRING - DAY)


def test_a_move_that_would_widen_rights_waits_for_a_second_person(administrator, office):
    from madoguchi.foundation.access.actions.grants import Target, grant

    grant(
        SYSTEM_ACTOR,
        target=Target(division_id=Division.objects.get(code="2000").pk),
        right="people.view",
        allows=True,
        start=date(2026, 4, 1),
        reason="試験",
    )
    load = reorganise(administrator.as_actor(), today_as_file(c9010="9010,戸籍課,2000,10"))
    assert {change["name"] for change in load.result["waiting"]} >= {"主事　五郎"}
    waiting = Appointment.objects.get(user=office.clerk, valid__startswith=SPRING)
    assert (waiting.state, waiting.widens, waiting.asked_by) == ("waiting", True, administrator.pk)


def test_appointments_that_wait_are_decided_first(administrator, office):
    ask(
        administrator.as_actor(),
        user_id=office.clerk.pk,
        division_id=division("戸籍課").pk,
        post="係長",
        start=SPRING,
        roles=["clerk"],
        reason="昇任",
    )
    with pytest.raises(Refused):
        reorganise(administrator.as_actor(), today_as_file(c9010="9010,戸籍住民課,9000,10"))


def test_the_last_administrator_is_not_reorganised_away(administrator, office):
    with pytest.raises(Refused, match="最後の管理者"):
        reorganise(administrator.as_actor(), today_as_file(c1030=None))
    assert "1030" in chart(SPRING)


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("コード,名称\n1,あ\n", 1, "上位コード", "見出し"),
        ("コード,名称,上位コード,並び順\n", 0, "", "1行も"),
        ("コード,名称,上位コード,並び順\n1,あ,,10\nい い,う,,10\n", 3, "コード", "半角"),
        ("コード,名称,上位コード,並び順\n1,,,10\n", 2, "名称", "1字から"),
        ("コード,名称,上位コード,並び順\n1,あ,,10\n1,い,,20\n", 3, "コード", "2行目と同じ"),
        ("コード,名称,上位コード,並び順\n1,あ,,10\n2,あ,,20\n", 3, "名称", "2行目と"),
        ("コード,名称,上位コード,並び順\n1,あ,9,10\n", 2, "上位コード", "ありません"),
        ("コード,名称,上位コード,並び順\n1,あ,2,10\n2,い,1,20\n", 2, "上位コード", "自身に戻ります"),
        ("コード,名称,上位コード,並び順\n1,あ,,先頭\n", 2, "並び順", "数"),
        ("コード,名称,上位コード,並び順\n1,あ,,10,20\n", 2, "", "列の数"),
        ('コード,名称,上位コード,並び順\n1,"あ,,10\n', 2, "", "引用符"),
    ],
)
def test_a_faulty_list_of_divisions_tells_line_and_column(administrator, text, line, column, words):
    with pytest.raises(Faulty) as caught:
        reorganise(administrator.as_actor(), text)
    found = [fault for fault in caught.value.faults if words in fault.words]
    assert found and (found[0].line, found[0].column) == (line, column)


def test_every_fault_of_a_file_is_told_at_once(administrator):
    with pytest.raises(Faulty) as caught:
        reorganise(administrator.as_actor(), "コード,名称,上位コード,並び順\n?,あ,,10\n2,,,x\n")
    assert [(fault.line, fault.column) for fault in caught.value.faults] == [(2, "コード"), (3, "名称"), (3, "並び順")]


def test_a_real_citys_list_is_loaded_and_found_again(administrator, shared):
    """高松市の組織 (385 divisions in 387 lines: one is said three times), with the names by level."""
    text = (shared / "data/opendata/takamatsu_organization_2026.csv").read_text(encoding="utf-8-sig")
    appoint(make_user("t-2", "情報　要", "情報推進課", ["administrator"]), "受け皿", ["administrator"], is_main=False)
    body = text.rstrip("\n") + "\n受け皿,,,,,受け皿\n"
    with CaptureQueriesContext(connection) as captured:
        load = reorganise(SYSTEM_ACTOR, body, by_names=True)
    assert len(captured) < 1000  # a statement for each division, once to see it and once to do it
    assert Division.objects.on(SPRING).count() == 386
    assert [each.name for each in api.line_of(Division.objects.on(SPRING).get(name="公文書館").pk, SPRING)] == [
        "公文書館",
        "総務課",
        "総務局",
    ]
    assert Division.objects.on(SPRING).filter(name="総務課").count() == 4
    begun_anew = sum(change["kind"] == "新設" for change in load.result["changes"])
    assert begun_anew == 385 - len(["選挙管理委員会事務局", "監査委員事務局"])  # whose codes the town has already
    with pytest.raises(Refused, match="変わる部署がありません"):
        reorganise(SYSTEM_ACTOR, body, by_names=True)


def test_a_list_of_names_tells_what_is_missing(administrator):
    text = "局,部,課,室・出先,係,所属名称\n総務局,,,,,総務局\n財政局,,財政課,,,財政局財政課\n,,,,,\n,,,,,空\n"
    with pytest.raises(Faulty) as caught:
        reorganise(administrator.as_actor(), text, by_names=True)
    assert [(fault.line, fault.column) for fault in caught.value.faults] == [(3, "課"), (5, "局")]


def transfers(actor, lines: str):
    load = load_transfers(actor, file=csv(TRANSFERS + lines, "cp932"), file_name="ido.csv", title="4月1日付け人事異動")
    return load, preview(actor, load)


LINES = (
    "o-kacho,課長二郎,1030,課長,所属長,本務,R9.4.1,\n"
    "o-kakari1,係長　三郎,9010,課長,head,本務,令和9年4月1日,\n"
    "o-shuji,主事　五郎,9000,主事,,兼務,2027-04-01,2028-03-31\n"
)


def test_transfers_wait_as_one_and_hold_as_one(administrator, second, office, as_application):
    load, seen = transfers(administrator.as_actor(), LINES)
    assert seen.shown and seen.shown.widens and not seen.faults
    assert next((each.before, each.after) for each in seen.shown.changes) == (
        "戸籍課　課長",
        "情報推進課　課長　所属長",
    )
    assert "権限が広がる変更の承認" in seen.shown.changes[0].rights
    assert not Appointment.objects.filter(valid__startswith=SPRING).exists()
    load = submit_load(administrator.as_actor(), load_id=load.pk, seal=seen.seal)
    assert load.state == "waiting"
    assert not Appointment.objects.filter(valid__startswith=SPRING).exists()
    with pytest.raises(Refused, match="自分が申請した"):
        decide_load(administrator.as_actor(), load_id=load.pk, approve=True, seal=seen.seal)
    load = decide_load(second.as_actor(), load_id=load.pk, approve=True, seal=preview(second.as_actor(), load).seal)
    assert load.state == "done"
    made = {row.user.username: row for row in Appointment.objects.filter(valid__startswith=SPRING)}
    assert {name: row.state for name, row in made.items()} == dict.fromkeys(
        ("o-kacho", "o-kakari1", "o-shuji"), "approved"
    )
    assert (made["o-kacho"].asked_by, made["o-kacho"].decided_by) == (administrator.pk, second.pk)
    assert made["o-shuji"].valid.upper == date(2028, 4, 1)
    assert [seat.name for seat in api.heads_of(division("戸籍課").pk, SPRING)] == ["係長　三郎"]
    assert [seat.name for seat in api.heads_of(division("戸籍課").pk, SPRING - DAY)] == ["課長　二郎"]


def test_transfers_that_bring_no_right_hold_at_once(administrator, office):
    load, seen = transfers(administrator.as_actor(), "o-shuji,主事　五郎,9000,主事,,本務,R9.4.1,\n")
    load = submit_load(administrator.as_actor(), load_id=load.pk, seal=seen.seal)
    assert (load.state, api.seats_of(office.clerk.pk, SPRING)[0].division) == ("done", "市民部")
    _, seen = transfers(administrator.as_actor(), "o-shuji,主事　五郎,9000,主事,,本務,R9.4.1,\n")
    assert [(fault.line, "同じ期間" in fault.words) for fault in seen.faults] == [(2, True)]


def test_a_refusal_refuses_all(administrator, second, office):
    load, seen = transfers(administrator.as_actor(), LINES)
    submit_load(administrator.as_actor(), load_id=load.pk, seal=seen.seal)
    with pytest.raises(Refused, match="意見に理由"):
        decide_load(second.as_actor(), load_id=load.pk, approve=False)
    decide_load(second.as_actor(), load_id=load.pk, approve=False, comment="再検討")
    assert not Appointment.objects.filter(valid__startswith=SPRING).exists()
    with pytest.raises(Refused, match="もう「却下」になっています（情報推進課　電算　千里）"):
        decide_load(second.as_actor(), load_id=load.pk, approve=True)


def test_what_changed_since_it_was_seen_is_seen_again(administrator, second, office):
    load, seen = transfers(administrator.as_actor(), LINES)
    submit_load(administrator.as_actor(), load_id=load.pk, seal=seen.seal)
    old = preview(second.as_actor(), load).seal
    appoint(office.head, "市民部", ["head"], "次長", start=SPRING - 2 * DAY)
    with pytest.raises(Refused, match="変わりました"):
        decide_load(second.as_actor(), load_id=load.pk, approve=True, seal=old)
    load.refresh_from_db()
    assert load.state == "waiting" and not Appointment.objects.filter(valid__startswith=SPRING).exists()


def test_nobody_transfers_themselves(administrator, second, office):
    load, seen = transfers(administrator.as_actor(), "test-administrator,管理　三枝,9000,主事,,兼務,R9.4.1,\n")
    assert [(fault.line, fault.column) for fault in seen.faults] == [(2, "職員番号")]
    load, seen = transfers(administrator.as_actor(), "test-second,電算　千里,9000,課長,head,兼務,R9.4.1,\n")
    submit_load(administrator.as_actor(), load_id=load.pk, seal=seen.seal)
    with pytest.raises(Refused, match="誤り"):
        decide_load(second.as_actor(), load_id=load.pk, approve=True, seal=preview(second.as_actor(), load).seal)


@pytest.mark.parametrize(
    ("line", "column", "words"),
    [
        ("nobody,だれか,9010,主事,,本務,R9.4.1,", "職員番号", "登録されていません"),
        ("o-kacho,課長　三郎,9010,主事,,本務,R9.4.1,", "氏名", "課長　二郎"),
        ("o-kacho,課長　二郎,7777,主事,,本務,R9.4.1,", "部署コード", "7777"),
        ("o-kacho,課長　二郎,9010,,,本務,R9.4.1,", "職名", "1字から"),
        ("o-kacho,課長　二郎,9010,主事,王様,本務,R9.4.1,", "役割", "王様"),
        ("o-kacho,課長　二郎,9010,主事,,専務,R9.4.1,", "本務・兼務", "「本務」か"),
        ("o-kacho,課長　二郎,9010,主事,,本務,四月一日,", "発令日", "日付"),
        ("o-kacho,課長　二郎,9010,主事,,本務,R9.4.1,R9.3.31", "終了日", "前です"),
        ("o-kacho,課長　二郎,9010,主事,,本務,R9.4.1,いつか", "終了日", "日付"),
    ],
)
def test_a_faulty_transfer_tells_line_and_column(administrator, office, line, column, words):
    with pytest.raises(Faulty) as caught:
        transfers(administrator.as_actor(), "o-shuji,主事　五郎,9000,主事,,兼務,R9.4.1,\n" + line + "\n")
    assert [(fault.line, fault.column) for fault in caught.value.faults] == [(3, column)]
    assert words in caught.value.faults[0].words


def test_a_division_must_be_there_on_the_day(administrator, office):
    reorganise(administrator.as_actor(), today_as_file(n="9020,窓口改革室,9000,20"))
    transfers(administrator.as_actor(), "o-shuji,主事　五郎,9020,主事,,本務,R9.4.1,\n")
    with pytest.raises(Faulty) as caught:
        transfers(administrator.as_actor(), "o-shuji,主事　五郎,9020,主事,,本務,R9.3.31,\n")
    assert "発令日には設置されていません" in caught.value.faults[0].words


def test_a_draft_is_dropped_and_a_wish_taken_back_by_who_asked(administrator, second, office):
    load, seen = transfers(administrator.as_actor(), LINES)
    submit_load(administrator.as_actor(), load_id=load.pk, seal=seen.seal)
    with pytest.raises(Refused, match="申請した人だけ"):
        withdraw_load(second.as_actor(), load_id=load.pk)
    assert withdraw_load(administrator.as_actor(), load_id=load.pk).state == "withdrawn"
    with pytest.raises(Refused, match="取下げ"):
        submit_load(administrator.as_actor(), load_id=load.pk, seal=seen.seal)


def test_only_who_manages_access_loads(office, head):
    for user in (office.head, head, office.clerk):
        with pytest.raises(Forbidden):
            transfers(User.objects.get(pk=user.pk).as_actor(), LINES)


def test_each_act_leaves_one_entry_without_names(administrator, second, office):
    before = Entry.objects.count()
    load, seen = transfers(administrator.as_actor(), LINES)
    submit_load(administrator.as_actor(), load_id=load.pk, seal=seen.seal)
    decide_load(second.as_actor(), load_id=load.pk, approve=True, seal=preview(second.as_actor(), load).seal)
    reorganise(administrator.as_actor(), today_as_file(c9010="9010,戸籍住民課,9000,10"), day=SPRING + DAY)
    entries = list(Entry.objects.order_by("id")[before:])
    assert [entry.action for entry in entries] == [
        "organisation.load",
        "organisation.ask_load",
        "access.approve_many",
        "organisation.load",
        "access.reorganise",
    ]
    assert not any("二郎" in str(entry.detail) for entry in entries)


def test_three_hundred_transfers_take_a_few_statements(administrator, second, office):
    people(300)
    lines = "".join(f"t{number:03},異動　{number},9000,主事,clerk,本務,R9.4.1,\n" for number in range(300))
    with CaptureQueriesContext(connection) as captured:
        load, seen = transfers(administrator.as_actor(), lines)
    assert seen.shown and len(seen.shown.changes) == 300 and len(captured) < 60
    submit_load(administrator.as_actor(), load_id=load.pk, seal=seen.seal)
    seal = preview(second.as_actor(), load).seal
    with CaptureQueriesContext(connection) as captured:
        decide_load(second.as_actor(), load_id=load.pk, approve=True, seal=seal)
    assert len(captured) < 60
    assert Appointment.objects.filter(valid__startswith=SPRING, state="approved").count() == 300
    assert Appointment.objects.filter(valid__endswith=SPRING, user__username__startswith="t").count() == 300


def people(count: int) -> None:
    """So many members of staff of 戸籍課."""
    users = User.objects.bulk_create(
        User(username=f"t{number:03}", name=f"異動　{number}", is_staff=True) for number in range(count)
    )
    model = Appointment.objects.filter(division=division("戸籍課")).earliest("pk")
    for user in users:
        model.pk, model.user = None, user
        model.save(force_insert=True)


def test_one_wrong_among_many_is_told_by_its_line(administrator, office):
    _, seen = transfers(
        administrator.as_actor(),
        "o-shuji,主事　五郎,9000,主事,,本務,R9.4.1,\n"
        "o-kacho,課長　二郎,9010,課長,,兼務,R9.4.1,\n"
        "o-kakari1,係長　三郎,9000,係長,,本務,R9.4.1,\n"
        "o-kakari1,係長　三郎,9010,係長,,本務,R9.6.1,\n",
    )
    assert [(fault.line, "同じ期間" in fault.words) for fault in seen.faults] == [(3, True)]
