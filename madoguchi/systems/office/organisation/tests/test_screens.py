"""Everyone reads the chart; heads and administrators change it; others are turned away."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from madoguchi.engines.approvals.api import draft_about, inbox
from madoguchi.engines.approvals.api import shown as said
from madoguchi.engines.organisation.api import Absence, Deputy, Load, enter_absence
from madoguchi.foundation.access import SYSTEM_ACTOR
from madoguchi.foundation.access.models import Appointment, Division, User
from madoguchi.foundation.calendar import format_wareki
from madoguchi.foundation.testing.staff import appoint, client_of, make_user
from madoguchi.systems.office.organisation.work import work

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TRANSFERS = "職員番号,氏名,部署コード,職名,役割,本務・兼務,発令日,終了日\n"


def url(name: str, *args: int) -> str:
    return reverse(f"organisation:{name}", args=args)


def page(client: Client, name: str, *args: int, status: int = 200, **query: str) -> str:
    answer = client.get(url(name, *args), query)
    assert answer.status_code == status
    return answer.content.decode()


def typed(day: date) -> str:
    return format_wareki(day, "short")


def division(name: str) -> Division:
    return Division.objects.get(name=name)


def goes(user: User, hours: float = 8, kind: str = "leave") -> Absence:
    now = timezone.now()
    return enter_absence(SYSTEM_ACTOR, user_id=user.pk, start=now, end=now + timedelta(hours=hours), kind=kind)


def absence_form(**changes: object) -> dict[str, object]:
    day = typed(timezone.localdate() + DAY)
    form = {"start_day": day, "start_time": "08:30", "end_day": day, "end_time": "17:15", "kind": "trip"}
    return {**form, **changes}


def file(text: str, name: str = "list.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode("cp932"), "text/csv")


def test_everyone_with_an_appointment_sees_the_chart(outsider_client: Client, clerk: User, head: User) -> None:
    shown = page(outsider_client, "chart")
    assert "窓口サービス課" in shown and "窓口　一子" in shown and "課長　五郎" in shown
    assert "組織改正・人事異動" not in shown
    unappointed = client_of(make_user("test-free", "無所属　八郎"))
    assert unappointed.get(url("chart")).status_code == 403
    assert client_of().get(url("chart")).status_code == 302


def test_the_chart_marks_who_is_absent_and_who_stands_in_without_the_reason(
    outsider_client: Client, clerk: User, head: User, supervisor: User
) -> None:
    goes(head)
    shown = page(outsider_client, "chart")
    assert "不在" in shown and "代決 係長　係長　二郎" in shown
    assert "休暇" not in shown
    assert "うち不在 1人" in shown


def test_an_appointment_beside_the_main_one_is_marked(outsider_client: Client, clerk: User) -> None:
    appoint(clerk, "課税課", [], is_main=False)
    shown = page(outsider_client, "chart")
    assert shown.count("窓口　一子") == 2
    assert "兼務 課税課" in shown and "ほか 窓口サービス課" in shown


def test_the_chart_of_another_day(outsider_client: Client, clerk: User) -> None:
    before = page(outsider_client, "chart", on="H31.4.1")
    assert "窓口サービス課" in before and "窓口　一子" not in before
    answer = outsider_client.get(url("chart"), {"on": "いつか"})
    assert answer.status_code == 422


def test_the_chart_is_searched(outsider_client: Client, clerk: User, head: User) -> None:
    by_name = page(outsider_client, "chart", q="一子")
    assert "窓口サービス課" in by_name and "<mark>窓口　一子</mark>" in by_name
    assert "課長　五郎" not in by_name and "建築課" not in by_name
    by_division = page(outsider_client, "chart", q="窓口サービス")
    assert "課長　五郎" in by_division and "建築課" not in by_division
    assert "見つかりませんでした" in page(outsider_client, "chart", q="だれもいない")


def test_the_chart_of_a_large_city_hall(administrator_client: Client, city: int) -> None:
    for user in User.objects.filter(username__startswith="c00")[:20]:
        goes(user)
    for words in ("", "総務課"):
        with CaptureQueriesContext(connection) as captured:
            shown = page(administrator_client, "chart", q=words)
        assert len([each for each in captured if "SAVEPOINT" not in each["sql"]]) <= 24
    assert city == 386 and shown.count('class="box"') < 60
    assert page(administrator_client, "chart").count('class="box"') == 386


def test_the_number_of_queries_does_not_grow(outsider_client: Client, clerk: User, head: User) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(outsider_client, "chart")
        return len(captured)

    goes(head)
    count()
    few = count()
    for number in range(30):
        user = make_user(f"more-{number}", f"増員　{number}", "窓口サービス課")
        if number % 3 == 0:
            goes(user)
    assert count() <= few


def test_a_division_shows_its_people_and_deputies(outsider_client: Client, head: User, supervisor: User) -> None:
    shown = page(outsider_client, "division", division("窓口サービス課").pk)
    assert "課長　五郎" in shown and "定めのない職の代決（仮）" in shown and "市長部局" in shown
    assert "代決者を定める" not in shown
    page(outsider_client, "division", 0, status=404)


def test_one_enters_an_absence_and_ends_it(outsider: User, outsider_client: Client) -> None:
    answer = outsider_client.post(url("absences"), absence_form(), follow=True)
    assert "道路　四郎さんの不在を入れました" in answer.content.decode()
    absence = Absence.objects.get(user=outsider)
    assert timezone.localtime(absence.span.lower).strftime("%H:%M") == "08:30"
    assert "出張" in page(outsider_client, "absences")
    shown = outsider_client.post(url("end_absence", absence.pk), follow=True).content.decode()
    assert "不在を取り消しました" in shown
    again = outsider_client.post(url("end_absence", absence.pk), follow=True).content.decode()
    assert "もう取り消されています（道路管理課　道路　四郎）" in again


def test_what_is_wrong_is_said_at_the_field(outsider_client: Client) -> None:
    for changes, words in (
        ({"end_time": "08:00"}, "終わりは、始まりより後"),
        ({"start_day": "R2.1.1", "end_day": "R2.1.1"}, "過ぎた時間"),
        ({"start_day": "あした"}, "エラー"),
        ({"kind": "fun"}, "エラー"),
    ):
        answer = outsider_client.post(url("absences"), absence_form(**changes))
        assert (answer.status_code, words in answer.content.decode()) == (422, True)


def test_a_head_enters_for_the_division_and_sees_why(head_client: Client, clerk: User, outsider: User) -> None:
    head_client.post(url("absences"), absence_form(member=str(clerk.pk), kind="leave"))
    assert Absence.objects.filter(user=clerk).exists()
    shown = page(head_client, "absences")
    assert "窓口　一子" in shown and "休暇" in shown
    answer = head_client.post(url("absences"), absence_form(member=str(outsider.pk)))
    assert answer.status_code == 422
    other = goes(outsider)
    assert head_client.post(url("end_absence", other.pk)).status_code == 403


def test_an_administrator_enters_by_number(administrator_client: Client, outsider: User) -> None:
    administrator_client.post(url("absences"), absence_form(username=outsider.username))
    assert Absence.objects.filter(user=outsider).exists()
    answer = administrator_client.post(url("absences"), absence_form(username="nobody"))
    assert "この職員番号の職員はいません" in answer.content.decode()


def deputy_form(**changes: object) -> dict[str, object]:
    counter = division("窓口サービス課").pk
    return {
        "of": f"post:{counter}:課長",
        "by": f"post:{counter}:係長",
        "order": "1",
        "start": typed(timezone.localdate()),
        **changes,
    }


def test_a_head_sets_a_deputy_and_ends_it(head: User, head_client: Client, supervisor: User, clerk: User) -> None:
    counter = division("窓口サービス課").pk
    answer = head_client.post(url("new_deputy", counter), deputy_form(), follow=True)
    assert "代決者を定めました" in answer.content.decode()
    clash = head_client.post(url("new_deputy", counter), deputy_form())
    assert clash.status_code == 422 and "その順位には" in clash.content.decode()
    oneself = head_client.post(url("new_deputy", counter), deputy_form(by=f"post:{counter}:課長", order="2"))
    assert "自分で自分" in oneself.content.decode()
    deputy = Deputy.objects.get()
    assert "係長" in page(head_client, "division", counter)
    head_client.post(url("end_deputy", deputy.pk), {"last": typed(timezone.localdate() + DAY)})
    deputy.refresh_from_db()
    assert deputy.last_day == timezone.localdate() + DAY


def test_only_who_leads_the_division_sets_its_deputies(
    head_client: Client, clerk_client: Client, supervisor: User, head: User
) -> None:
    other = division("道路管理課").pk
    assert head_client.get(url("new_deputy", other)).status_code == 403
    assert clerk_client.post(url("new_deputy", division("窓口サービス課").pk), deputy_form()).status_code == 403
    assert not Deputy.objects.exists()


def test_a_reorganisation_from_the_list_of_today(administrator_client: Client, clerk: User) -> None:
    csv = administrator_client.get(url("present_divisions")).content.decode("utf-8-sig")
    assert csv.startswith("コード,名称,上位コード,並び順\r\n")
    changed = csv.replace("窓口サービス課", "市民窓口課").replace("1320,道路管理課", "1320,土木課")
    spring = typed(timezone.localdate() + 100 * DAY)
    form = {"title": "組織改正", "day": spring, "form": "own", "file": file(changed)}
    shown = administrator_client.post(url("load_divisions"), form, follow=True).content.decode()
    assert "改称" in shown and "市民窓口課" in shown and "変わる内容（2件）" in shown
    load = Load.objects.get()
    assert Division.objects.filter(name="市民窓口課").count() == 0
    seal = shown.split('name="seal" value="')[1].split('"')[0]
    done = administrator_client.post(url("submit_load", load.pk), {"seal": seal}, follow=True).content.decode()
    assert "「反映済み」として記録しました" in done and "変わった内容（2件）" in done
    assert "市民窓口課" in page(administrator_client, "chart", on=spring)
    assert "窓口サービス課" in page(administrator_client, "chart")
    assert "組織改正" in page(administrator_client, "loads")


def test_faults_are_told_by_line_and_nothing_is_kept(administrator_client: Client, clerk: User) -> None:
    text = TRANSFERS + f"{clerk.username},別　人,9999,主事,,本務,R9.4.1,\n"
    answer = administrator_client.post(url("load_transfers"), {"title": "異動", "file": file(text)})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "2件の誤りがあります" in shown and "登録されている氏名「窓口　一子」と違います" in shown
    picture = SimpleUploadedFile("x.csv", b"\x89PNG\r\n\x1a\n0000", "text/csv")
    answer = administrator_client.post(url("load_transfers"), {"title": "異動", "file": picture})
    assert "PNGの画像です" in answer.content.decode()
    assert not Load.objects.exists()


def test_transfers_go_from_the_file_to_the_second_person(
    administrator_client: Client, second: User, clerk: User, outsider: User
) -> None:
    text = TRANSFERS + (
        f"{clerk.username},窓口　一子,1110,係長,閲覧、窓口担当,本務,R9.4.1,\n"
        f"{outsider.username},道路　四郎,1330,主事,,本務,R9.4.1,\n"
    )
    form = {"title": "4月1日付け", "file": file(text)}
    shown = administrator_client.post(url("load_transfers"), form, follow=True).content.decode()
    assert "道路管理課　主事" in shown and "建築課　主事" in shown and "承認を求める" in shown
    load, seal = Load.objects.get(), shown.split('name="seal" value="')[1].split('"')[0]
    stale = administrator_client.post(url("submit_load", load.pk), {"seal": "x"}, follow=True).content.decode()
    assert "もう一度確かめてください" in stale
    administrator_client.post(url("submit_load", load.pk), {"seal": seal})
    assert not Appointment.objects.filter(valid__startswith=date(2027, 4, 1)).exists()
    own = page(administrator_client, "load", load.pk)
    assert "ほかの人の決定を待っています" in own and "全部を承認する" not in own
    other, draft = client_of(second), inbox(second.as_actor())[0].draft
    assert draft == draft_about(load) and "道路" not in f"{draft.title}{said(draft)}"
    shown = page(other, "load", load.pk)
    stale = other.post(url("decide_load", load.pk), {"decision": "approve", "seal": "x"}, follow=True)
    assert "もう一度確かめてください" in stale.content.decode() and draft_about(load) == draft
    seal = shown.split('name="seal" value="')[1].split('"')[0]
    other.post(url("decide_load", load.pk), {"decision": "approve", "seal": seal})
    assert Appointment.objects.filter(valid__startswith=date(2027, 4, 1), state="approved").count() == 2
    load.refresh_from_db()
    draft.refresh_from_db()
    assert (load.state, load.decider, draft.state) == ("done", "情報推進課　電算　千里", "approved")


def test_what_was_asked_for_is_taken_back_with_its_draft(
    administrator_client: Client, second: User, clerk: User
) -> None:
    text = TRANSFERS + f"{clerk.username},窓口　一子,1110,係長,閲覧、窓口担当,本務,R9.4.1,\n"
    form = {"title": "4月1日付け", "file": file(text)}
    shown = administrator_client.post(url("load_transfers"), form, follow=True).content.decode()
    load, seal = Load.objects.get(), shown.split('name="seal" value="')[1].split('"')[0]
    administrator_client.post(url("submit_load", load.pk), {"seal": seal})
    assert len(inbox(second.as_actor())) == 1
    administrator_client.post(url("withdraw_load", load.pk))
    load.refresh_from_db()
    assert (load.state, inbox(second.as_actor())) == ("withdrawn", [])


def test_a_draft_is_dropped(administrator_client: Client, outsider: User) -> None:
    text = TRANSFERS + f"{outsider.username},道路　四郎,1330,主事,,本務,R9.4.1,\n"
    administrator_client.post(url("load_transfers"), {"title": "異動", "file": file(text)})
    load = Load.objects.get()
    administrator_client.post(url("withdraw_load", load.pk))
    assert "取下げ" in page(administrator_client, "load", load.pk)


def test_loads_are_nobody_elses_business(head_client: Client, clerk_client: Client, head: User) -> None:
    load = Load.objects.create(kind="transfers", title="内示前", file_name="x", loader="試験")
    for client in (head_client, clerk_client):
        for name, args in (("loads", ()), ("load", (load.pk,)), ("load_divisions", ()), ("present_divisions", ())):
            assert client.get(url(name, *args)).status_code == 403
        for name in ("submit_load", "decide_load", "withdraw_load"):
            assert client.post(url(name, load.pk)).status_code == 403


def test_the_dashboard_counts_absences(head: User, clerk: User, second: User, outsider: User) -> None:
    goes(clerk)
    goes(outsider)
    lines = {line.label: line.count for line in work(User.objects.get(pk=head.pk).as_actor())}
    assert lines == {"本日の不在": 1}
    assert list(work(second.as_actor())) == []
    assert list(work(outsider.as_actor())) == []
