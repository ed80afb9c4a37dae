"""What adjusts the rights of roles: asked for, approved, withdrawn, lifted."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from madoguchi.foundation.access.actions.deciding import decide_grant, take_back
from madoguchi.foundation.access.actions.grants import Target, end_grant, grant, lift
from madoguchi.foundation.access.errors import Refused
from madoguchi.foundation.access.models import Division, Grant, User
from madoguchi.foundation.audit.models import Entry
from madoguchi.foundation.testing.staff import make_user

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def second(town):
    return make_user("test-second", "電算　千里", "情報推進課", ["administrator"])


@pytest.fixture
def today():
    return timezone.localdate()


def may(user, right, purpose=""):
    return User.objects.get(pk=user.pk).as_actor(purpose).may(right)


def ask(actor, target, right="people.view", *, allows=True, **changes):
    values = {"start": timezone.localdate(), "reason": "賦課の調査"} | changes
    return grant(actor, target=target, right=right, allows=allows, **values)


def division(name):
    return Division.objects.get(name=name).pk


def test_an_allowed_right_waits_and_then_holds_for_its_purpose_only(administrator, second, outsider):
    target = Target(division_id=division("道路管理課"))
    asked = ask(administrator.as_actor(), target, purposes=["levy"])
    assert (asked.state, may(outsider, "people.view", "levy")) == ("waiting", False)
    decide_grant(second.as_actor(), grant_id=asked.pk, approve=True)
    assert may(outsider, "people.view", "levy")
    assert not may(outsider, "people.view", "notice")
    assert not may(outsider, "people.view")


def test_a_division_stands_for_those_below_it(administrator, second, outsider, clerk):
    asked = ask(administrator.as_actor(), Target(division_id=Division.objects.get(code="2000").pk), "residents.export")
    decide_grant(second.as_actor(), grant_id=asked.pk, approve=True)
    teacher = make_user("test-school", "学校　秋穂", "学校教育課")
    assert may(teacher, "residents.export")
    assert not may(clerk, "residents.export")


def test_a_withdrawal_holds_at_once_and_is_lifted_by_two(administrator, second, clerk, today):
    asked = ask(administrator.as_actor(), Target(user_id=clerk.pk), allows=False)
    assert (asked.state, may(clerk, "people.view"), may(clerk, "people.act")) == ("approved", False, True)
    with pytest.raises(Refused, match="解除を申請"):
        end_grant(administrator.as_actor(), grant_id=asked.pk, on=today, reason="調査の終了")
    lifting = lift(administrator.as_actor(), grant_id=asked.pk, on=today, reason="調査の終了")
    assert not may(clerk, "people.view")
    with pytest.raises(Refused, match="自分が申請した"):
        decide_grant(administrator.as_actor(), grant_id=lifting.pk, approve=True)
    decide_grant(second.as_actor(), grant_id=lifting.pk, approve=True)
    assert may(clerk, "people.view")
    asked.refresh_from_db()
    assert asked.state == "cancelled"


def test_a_grant_ends_without_a_second_person(administrator, second, outsider, today):
    asked = ask(administrator.as_actor(), Target(user_id=outsider.pk), start=today - DAY)
    decide_grant(second.as_actor(), grant_id=asked.pk, approve=True)
    assert may(outsider, "people.view")
    ended = end_grant(administrator.as_actor(), grant_id=asked.pk, on=today, reason="調査の終了")
    assert (ended.valid.upper, may(outsider, "people.view")) == (today, False)


def test_nobody_widens_their_own_rights_by_any_way(administrator, second):
    actor = administrator.as_actor()
    for target in (
        Target(user_id=administrator.pk),
        Target(role="administrator"),
        Target(division_id=division("情報推進課")),
        Target(division_id=division("市長部局")),
    ):
        with pytest.raises(Refused, match="自分の権限"):
            ask(actor, target)
    clerk = make_user("test-new", "新人　百子", "窓口サービス課", ["clerk"])
    asked = ask(actor, Target(role="clerk", division_id=division("窓口サービス課")), "residents.export")
    second_clerk = make_user("test-both", "両方　次", "窓口サービス課", ["clerk", "administrator"])
    with pytest.raises(Refused, match="自分の権限"):
        decide_grant(second_clerk.as_actor(), grant_id=asked.pk, approve=True)
    decide_grant(second.as_actor(), grant_id=asked.pk, approve=True)
    assert may(clerk, "residents.export")


def test_the_right_to_manage_cannot_be_withdrawn_from_all(administrator, second):
    with pytest.raises(Refused, match="最後の管理者"):
        ask(administrator.as_actor(), Target(role="administrator"), "access.manage", allows=False)
    assert may(second, "access.manage")
    ask(administrator.as_actor(), Target(user_id=second.pk), "access.manage", allows=False)
    assert not may(second, "access.manage")


def test_a_grant_must_be_whole(administrator, today):
    actor = administrator.as_actor()
    with pytest.raises(Refused, match="どれかを選んで"):
        ask(actor, Target())
    for words, changes in (
        ("その権限", {"right": "people.everything"}),
        ("利用目的", {"purposes": ["fun"]}),
        ("理由", {"reason": ""}),
        ("終わりの日", {"end": today}),
    ):
        with pytest.raises(Refused, match=words):
            ask(actor, Target(role="viewer"), **changes)


def test_one_takes_back_what_one_asked_for(administrator, second):
    asked = ask(administrator.as_actor(), Target(role="viewer"), "residents.export")
    with pytest.raises(Refused, match="申請した人だけ"):
        take_back(second.as_actor(), change=asked)
    take_back(administrator.as_actor(), change=asked)
    with pytest.raises(Refused, match="取下げ"):
        decide_grant(second.as_actor(), grant_id=asked.pk, approve=True)


def test_the_database_itself_holds_the_rules(administrator, second, today):
    asked = ask(administrator.as_actor(), Target(role="viewer"), "residents.export")
    for changes in (
        {"role": None},
        {"effect": "lift"},
        {"widens": False},
        {"state": "approved"},
        {"state": "approved", "decided_at": timezone.now(), "decided_by": administrator.pk},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Grant.objects.filter(pk=asked.pk).update(**changes)


def test_each_change_leaves_one_entry(administrator, second, outsider):
    before = Entry.objects.count()
    asked = ask(administrator.as_actor(), Target(user_id=outsider.pk))
    decide_grant(second.as_actor(), grant_id=asked.pk, approve=True)
    entries = list(Entry.objects.order_by("id")[before:])
    assert [(entry.action, entry.subject) for entry in entries] == [
        ("access.allow", f"grant:{asked.pk}"),
        ("access.decide_approved", f"grant:{asked.pk}"),
    ]
