"""Who sits where: appointing, moving, ending, and what it gives the next morning."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from madoguchi.foundation.access import SYSTEM_ACTOR, Forbidden
from madoguchi.foundation.access.actions.appointments import appoint, end_appointment
from madoguchi.foundation.access.actions.deciding import decide_appointment, take_back
from madoguchi.foundation.access.actions.staff import add_division, end_division, register_staff, rename_staff
from madoguchi.foundation.access.errors import Refused
from madoguchi.foundation.access.models import Appointment, Division, User
from madoguchi.foundation.audit.models import Entry
from madoguchi.foundation.testing.staff import appoint as seat
from madoguchi.foundation.testing.staff import make_user

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def second(town):
    return make_user("test-second", "電算　千里", "情報推進課", ["administrator"])


@pytest.fixture
def today():
    return timezone.localdate()


def fresh(user):
    return User.objects.get(pk=user.pk)


def division(name):
    return Division.objects.get(name=name)


def ask(actor, user, name="窓口サービス課", **changes):
    values = {"post": "主事", "start": timezone.localdate(), "reason": "人事異動", "is_main": False} | changes
    return appoint(actor, user_id=user.pk, division_id=division(name).pk, **values)


def test_an_appointment_without_a_role_is_in_force_at_once(administrator, second, outsider):
    """It brings what all staff hold, and that widens nothing."""
    newcomer = register_staff(administrator.as_actor(), username="test-new", name="新人　一")
    asked = ask(administrator.as_actor(), newcomer, is_main=True)
    assert (asked.state, asked.widens) == ("approved", False)
    assert fresh(newcomer).as_actor().may("plan.view") and not fresh(newcomer).as_actor().may("people.view")


def test_an_appointment_with_rights_waits_for_a_second_administrator(administrator, second, outsider):
    asked = ask(administrator.as_actor(), outsider, roles=["clerk"])
    assert asked.state == "waiting"
    assert not fresh(outsider).as_actor().may("people.view")
    decide_appointment(second.as_actor(), appointment_id=asked.pk, approve=True)
    outsider = fresh(outsider)
    assert [each.division.name for each in outsider.rights.appointments] == ["道路管理課", "窓口サービス課"]
    assert not outsider.as_actor().may("people.view")
    outsider.rights.chosen_id = asked.pk
    actor = outsider.as_actor("notice")
    assert actor.may("people.act")
    assert (actor.division, actor.post, actor.appointment_id) == ("窓口サービス課", "主事", asked.pk)
    assert str(actor) == "窓口サービス課　道路　四郎"


def test_an_appointment_without_rights_holds_at_once(administrator, outsider, today):
    moved = ask(administrator.as_actor(), outsider, "環境政策課", is_main=True, start=today)
    assert moved.state == "approved"
    assert fresh(outsider).as_actor().division == "環境政策課"
    former = Appointment.objects.get(user=outsider, division__name="道路管理課")
    assert former.valid.upper == today
    assert former.end_reason == "次の本務の発令"


def test_from_tomorrow_means_nothing_today(administrator, second, outsider, today):
    asked = ask(administrator.as_actor(), outsider, is_main=True, roles=["clerk"], start=today + DAY)
    decide_appointment(second.as_actor(), appointment_id=asked.pk, approve=True)
    assert fresh(outsider).as_actor().division == "道路管理課"
    rights = fresh(outsider).rights
    rights.today = today + DAY
    assert rights.actor("notice").may("counter.use")
    assert [each.division.name for each in rights.appointments] == ["窓口サービス課"]


def test_who_is_appointed_nowhere_may_do_nothing(town):
    actor = make_user("test-free", "無所属　八郎").as_actor("notice")
    assert (actor.division, actor.permissions) == ("", frozenset())
    assert str(actor) == "無所属　八郎"


def test_a_superuser_holds_no_right_by_that(town):
    user = make_user("test-root", "根　九郎")
    user.is_superuser = True
    user.save()
    assert fresh(user).as_actor().permissions == frozenset()
    assert not fresh(user).has_perm("people.view")
    assert not fresh(user).has_perm("access.change_user")
    assert fresh(user).has_perm("wagtailadmin.access_admin")
    assert not fresh(user).has_module_perms("access")


def test_a_closed_log_in_has_no_rights(clerk):
    clerk.is_active = False
    clerk.save()
    assert fresh(clerk).as_actor().permissions == frozenset()
    assert not fresh(clerk).has_perm("wagtailadmin.access_admin")


def test_rights_cost_three_queries_however_often_they_are_asked(clerk):
    user = fresh(clerk)
    with CaptureQueriesContext(connection) as captured:
        for _ in range(20):
            assert user.as_actor("notice").may("people.view")
            assert user.has_perm("people.act")
    assert len(captured) == 3


def test_the_purpose_is_named_by_code_name_or_words(clerk):
    assert clerk.as_actor("certificate").purpose == "証明の交付"
    assert clerk.as_actor("証明の交付").purpose == "証明の交付"
    assert clerk.as_actor("notice：転居届").purpose == "届出の受付：転居届"
    assert clerk.as_actor("notice").about("転居届").purpose == "届出の受付：転居届"
    assert clerk.as_actor("転入届の受付").purpose == "転入届の受付"
    assert clerk.as_actor().purpose == ""


def test_nobody_appoints_or_ends_themselves(administrator, second):
    with pytest.raises(Refused, match="自分の権限"):
        ask(administrator.as_actor(), administrator, roles=["supervisor"])
    own = Appointment.objects.get(user=administrator)
    with pytest.raises(Refused, match="自分の権限"):
        end_appointment(administrator.as_actor(), appointment_id=own.pk, on=timezone.localdate(), reason="退職")
    asked = ask(second.as_actor(), administrator, roles=["supervisor"])
    with pytest.raises(Refused, match="自分の権限"):
        decide_appointment(administrator.as_actor(), appointment_id=asked.pk, approve=True)


def test_who_asked_does_not_approve(administrator, outsider):
    asked = ask(administrator.as_actor(), outsider, roles=["viewer"])
    with pytest.raises(Refused, match="自分が申請した"):
        decide_appointment(administrator.as_actor(), appointment_id=asked.pk, approve=True)
    take_back(administrator.as_actor(), change=asked)
    asked.refresh_from_db()
    assert asked.state == "withdrawn"


def test_a_refusal_says_why_and_is_decided_once(administrator, second, outsider):
    asked = ask(administrator.as_actor(), outsider, roles=["viewer"])
    with pytest.raises(Refused, match="意見に理由"):
        decide_appointment(second.as_actor(), appointment_id=asked.pk, approve=False)
    decide_appointment(second.as_actor(), appointment_id=asked.pk, approve=False, comment="担当外")
    with pytest.raises(Refused, match="既に「却下」"):
        decide_appointment(second.as_actor(), appointment_id=asked.pk, approve=True)
    assert not fresh(outsider).rights.appointments[1:]


def test_only_those_who_may_change_rights(clerk, head, outsider):
    for actor in (clerk.as_actor(), head.as_actor()):
        with pytest.raises(Forbidden):
            ask(actor, outsider)
        with pytest.raises(Forbidden):
            decide_appointment(actor, appointment_id=1, approve=True)
        with pytest.raises(Forbidden):
            register_staff(actor, username="x", name="x")


def test_the_head_of_the_division_of_information_approves(administrator, outsider):
    chief = make_user("test-chief", "情報　進", "情報推進課", ["head"], "課長")
    asked = ask(administrator.as_actor(), outsider, roles=["viewer"])
    assert decide_appointment(chief.as_actor(), appointment_id=asked.pk, approve=True).state == "approved"
    with pytest.raises(Forbidden):
        ask(chief.as_actor(), outsider)


def test_the_last_administrator_cannot_be_removed(administrator, second, today):
    actor = second.as_actor()
    mine, other = (Appointment.objects.get(user=user) for user in (second, administrator))
    end_appointment(SYSTEM_ACTOR, appointment_id=mine.pk, on=today + 30 * DAY, reason="異動")
    with pytest.raises(Refused, match="最後の管理者"):
        end_appointment(actor, appointment_id=other.pk, on=today + 40 * DAY, reason="異動")
    with pytest.raises(Refused, match="最後の管理者"):
        ask(actor, administrator, "環境政策課", is_main=True, start=today + DAY)
    other.refresh_from_db()
    assert other.valid.upper is None
    third = make_user("test-third", "三人目　十子", "情報推進課", ["administrator"])
    end_appointment(third.as_actor(), appointment_id=other.pk, on=today + DAY, reason="異動")


def test_ending_takes_the_rights_from_that_day_on(administrator, clerk, today):
    appointment = Appointment.objects.get(user=clerk)
    ended = end_appointment(administrator.as_actor(), appointment_id=appointment.pk, on=today, reason="退職")
    assert (ended.valid.upper, ended.ender) == (today, "情報推進課　管理　三枝")
    assert fresh(clerk).as_actor().permissions == frozenset()
    with pytest.raises(Refused, match="それより前に終わる"):
        end_appointment(administrator.as_actor(), appointment_id=appointment.pk, on=today, reason="退職")


def test_what_has_not_begun_is_cancelled(administrator, outsider, today):
    later = ask(administrator.as_actor(), outsider, "環境政策課", start=today + DAY)
    cancelled = end_appointment(administrator.as_actor(), appointment_id=later.pk, on=today + DAY, reason="取りやめ")
    assert cancelled.state == "cancelled"
    ask(administrator.as_actor(), outsider, "環境政策課", start=today + DAY)


def test_an_appointment_must_be_whole(administrator, outsider, today):
    actor = administrator.as_actor()
    for words, changes in (
        ("職名", {"post": " "}),
        ("理由", {"reason": " "}),
        ("終わりの日", {"end": today}),
        ("ありません", {"roles": ["king"]}),
    ):
        with pytest.raises(Refused, match=words):
            ask(actor, outsider, **changes)
    new = add_division(actor, code="9", name="新しい課", start=today + DAY)
    with pytest.raises(Refused, match="設置されていません"):
        ask(actor, outsider, new.name)
    with pytest.raises(Refused, match="同じ期間"):
        ask(actor, outsider, "道路管理課")


def test_the_database_itself_holds_the_rules(administrator, outsider, today):
    mine = Appointment.objects.get(user=outsider)
    for changes in (
        {"division": division("環境政策課")},
        {"is_main": False},
        {"division": division("環境政策課"), "is_main": False, "valid": DateRange(today, today)},
        {"division": division("環境政策課"), "is_main": False, "valid": DateRange(None, today)},
        {"division": division("環境政策課"), "is_main": False, "widens": True, "asked_by": 1, "decided_by": 1},
        {"division": division("環境政策課"), "is_main": False, "state": "waiting"},
    ):
        copy = Appointment.objects.get(pk=mine.pk)
        copy.pk = None
        for name, value in changes.items():
            setattr(copy, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            copy.save(force_insert=True)


def test_each_change_leaves_one_entry_without_names(administrator, second, outsider, today):
    before = Entry.objects.count()
    asked = ask(administrator.as_actor(), outsider, roles=["viewer"])
    decide_appointment(second.as_actor(), appointment_id=asked.pk, approve=True)
    end_appointment(administrator.as_actor(), appointment_id=asked.pk, on=today + DAY, reason="道路　四郎の異動")
    entries = list(Entry.objects.order_by("id")[before:])
    assert [entry.action for entry in entries] == ["access.appoint", "access.decide_approved", "access.end_appointment"]
    assert {entry.subject for entry in entries} == {f"staff:{outsider.pk}"}
    assert not any("道路" in str(entry.detail) for entry in entries)


def test_staff_are_registered_without_a_way_in(administrator):
    user = register_staff(administrator.as_actor(), username="n-100", name="新人　百子")
    assert not user.has_usable_password()
    assert rename_staff(administrator.as_actor(), user_id=user.pk, name="新婚　百子").name == "新婚　百子"
    for username, name in (("n-100", "別人"), ("あ い", "別人"), ("n-101", " ")):
        with pytest.raises(Refused):
            register_staff(administrator.as_actor(), username=username, name=name)


def test_divisions_come_and_go_with_their_days(administrator, clerk, today):
    actor = administrator.as_actor()
    old = division("道路管理課")
    below = add_division(actor, code="13201", name="維持係", start=today, parent_id=old.pk)
    assert below.path == ["1000", "1320", "13201"]
    with pytest.raises(Refused, match="下位の部署"):
        end_division(actor, division_id=old.pk, on=today + DAY)
    end_division(actor, division_id=below.pk, on=today + DAY)
    end_division(actor, division_id=old.pk, on=today + DAY)
    again = add_division(actor, code="1320", name="道路課", start=today + DAY)
    assert list(Division.objects.on(today + DAY).filter(code="1320")) == [again]
    with pytest.raises(Refused, match="同じコードの部署か"):
        add_division(actor, code="1120", name="別の課", start=today)
    with pytest.raises(Refused, match="発令があります"):
        end_division(actor, division_id=division("窓口サービス課").pk, on=today + DAY)
    with pytest.raises(Refused, match="上位の部署"):
        add_division(actor, code="77", name="幻係", start=today, parent_id=old.pk)


def test_a_main_appointment_stands_first(outsider):
    other = seat(outsider, "窓口サービス課", ["clerk"], is_main=False)
    rights = fresh(outsider).rights
    assert [each.is_main for each in rights.appointments] == [True, False]
    assert rights.appointment.pk != other.pk
