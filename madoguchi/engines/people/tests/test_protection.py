"""支援措置: registered, renewed and ended by people, never by a day that passes."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from madoguchi.engines.people import api
from madoguchi.engines.people.actions.search_keys import mend_guards
from madoguchi.engines.people.models import Hold, Person, ProtectedPerson, ProtectionCase, SearchKey
from madoguchi.engines.people.queries.guards import guarded
from madoguchi.engines.people.rules.protection import Standing, end_of, renewable_from, renewed_begin, standing
from madoguchi.foundation.access import SYSTEM_ACTOR, Actor, Forbidden
from madoguchi.foundation.audit.models import Entry

from .stories import ids, named, refusal

A_DAY = timedelta(days=1)
GROUNDS = {"kind": "violence", "agency_kind": "police", "agency": "四街道警察署"}


@pytest.fixture
def second(chief):
    """Another supervisor."""
    return Actor(11, "係長　三郎", "窓口サービス課", chief.permissions)


def protect(chief, person_id, *, on, **more):
    """Protection decided on a day."""
    return api.start_protection(chief, applicant_id=person_id, applied_on=on, decided_on=on, **GROUNDS, **more)


def decided_before(chief, person_id, today, days):
    """A case that was decided so many days ago, as the record would hold it."""
    case = protect(chief, person_id, on=today)
    begin = today - days * A_DAY
    ProtectionCase.objects.filter(pk=case.pk).update(
        applied_on=begin, decided_on=begin, valid=DateRange(begin, end_of(begin, 1))
    )
    return case


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        (date(2026, 11, 26), date(2027, 11, 26)),
        (date(2028, 2, 29), date(2029, 3, 1)),
        (date(2027, 3, 1), date(2028, 3, 1)),
    ],
)
def test_a_year_from_the_day_of_the_decision_that_day_counted(begin, end):
    assert end_of(begin, 1) == end


@pytest.mark.parametrize(
    ("end", "first"),
    [
        (date(2027, 11, 26), date(2027, 10, 25)),
        (date(2027, 4, 1), date(2027, 2, 28)),
        (date(2027, 1, 1), date(2026, 11, 30)),
    ],
)
def test_a_renewal_is_taken_from_one_month_before_the_last_day(end, first):
    assert renewable_from(end, 1) == first
    assert standing(end, first - A_DAY, 1) is Standing.RUNNING
    assert standing(end, first, 1) is Standing.RENEWABLE
    assert standing(end, end - A_DAY, 1) is Standing.RENEWABLE
    assert standing(end, end, 1) is Standing.UNCONFIRMED


def test_a_renewal_leaves_no_gap_and_is_never_dated_back():
    assert renewed_begin(date(2027, 5, 1), date(2027, 4, 10)) == date(2027, 5, 1)
    assert renewed_begin(date(2027, 5, 1), date(2027, 6, 10)) == date(2027, 6, 10)


def test_registering_guards_the_applicant_those_together_and_the_household(chief, family, today):
    hanako = named(family, "花子").person_id
    case = protect(chief, hanako, on=today, together=[named(family, "桜").person_id])
    assert (case.valid.lower, case.valid.upper) == (today, end_of(today, 1))
    assert set(case.persons.values_list("person", flat=True)) == {hanako, named(family, "桜").person_id}
    assert guarded(ids(family)).persons == set(ids(family))
    assert set(SearchKey.objects.filter(guarded=True).values_list("person", flat=True)) == set(ids(family))


def test_the_audit_tells_of_the_case_and_not_of_the_person(chief, family, today):
    case = protect(chief, named(family, "花子").person_id, on=today)
    entry = Entry.objects.get(action="people.protection_start")
    assert (entry.subject, entry.detail) == (f"protection:{case.pk}", {})


def test_only_those_who_manage_protection_may_touch_it(officer, chief, family, today):
    hanako = named(family, "花子").person_id
    case = protect(chief, hanako, on=today)
    head = Actor(12, "課長", permissions=chief.permissions - {"people.protection.manage"})
    for actor in (officer, head):
        for act in (
            lambda who: protect(who, named(family, "太郎").person_id, on=today),
            lambda who: api.add_protected(who, case_id=case.pk, person_id=named(family, "桜").person_id),
            lambda who: api.renew_protection(
                who, case_id=case.pk, applied_on=today, decided_on=today, agency_kind="police", agency="署"
            ),
            lambda who: api.confirm_end(who, case_id=case.pk, account="済"),
            lambda who: api.propose_ending(who, case_id=case.pk, reason="requested", account="済"),
            lambda who: api.place_hold(who, person_id=hanako, reason="record"),
            api.deadlines,
        ):
            with pytest.raises(Forbidden):
                act(actor)
    with pytest.raises(Forbidden):
        api.running_cases(officer)
    assert len(api.running_cases(head)) == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"decided_on": 1}, "決定日が先の日付です"),
        ({"applied_on": 1}, "決定日が申出日より前です"),
        ({"agency": "　"}, "相談機関の名を入れてください"),
    ],
)
def test_what_cannot_be_registered_is_said(chief, family, today, changes, words):
    values = {"applied_on": today, "decided_on": today, **GROUNDS}
    values |= {key: today + value * A_DAY if isinstance(value, int) else value for key, value in changes.items()}
    with pytest.raises(api.Refused) as refused:
        api.start_protection(chief, applicant_id=family.head.person_id, **values)
    assert words in refusal(refused)
    assert not ProtectionCase.objects.exists()


def test_one_running_case_an_applicant(chief, family, today):
    hanako = named(family, "花子").person_id
    case = protect(chief, hanako, on=today)
    with pytest.raises(api.Refused, match="終わっていない支援措置"):
        protect(chief, hanako, on=today)
    columns = {"applicant_id": hanako, "applied_on": today, "decided_on": today, **GROUNDS}
    with pytest.raises(IntegrityError), transaction.atomic():
        ProtectionCase.objects.create(valid=DateRange(today + 400 * A_DAY, today + 500 * A_DAY), **columns)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProtectionCase.objects.filter(pk=case.pk).update(valid=DateRange(today, today))
    with pytest.raises(IntegrityError), transaction.atomic():
        ProtectionCase.objects.filter(pk=case.pk).update(ended_on=today)


def test_a_corporation_cannot_be_protected(story, chief, today):
    facts = api.PersonFacts(name="架空商事")
    api.register_outsider(story.actor, notice=story.notice(today), facts=facts, address=api.Address(city="千葉市"),
                          kind="corporation")  # fmt: skip
    with pytest.raises(api.Refused, match="法人"):
        protect(chief, Person.objects.get(kind="corporation").pk, on=today)


def test_nothing_ends_by_the_calendar(officer, chief, family, today):
    """期限切れ確認待ち: the last day is long over, and nobody has looked; the address stays closed."""
    hanako = named(family, "花子").person_id
    case = decided_before(chief, hanako, today, 500)
    running = api.running_cases(chief)[0]
    assert (running.standing, running.left) == (
        Standing.UNCONFIRMED,
        (end_of(today - 500 * A_DAY, 1) - A_DAY - today).days,
    )
    mend_guards(SYSTEM_ACTOR, today)
    api.refresh_due(SYSTEM_ACTOR, today)
    with pytest.raises(api.Held):
        api.visible_to(officer).person(hanako)
    assert api.deadlines(chief) == api.Deadlines(soon=0, unconfirmed=1)
    api.confirm_end(chief, case_id=case.pk, account="本人に電話で確かめた")
    assert api.visible_to(officer).person(hanako).name == "山田　花子"
    assert not SearchKey.objects.filter(guarded=True).exists()
    with pytest.raises(api.Refused, match="既に終わっています"):
        api.confirm_end(chief, case_id=case.pk, account="もう一度")


def test_an_end_before_the_day_needs_a_second_person(officer, chief, second, family, today):
    hanako = named(family, "花子").person_id
    case = protect(chief, hanako, on=today)
    with pytest.raises(api.Refused, match="2人目の承認"):
        api.confirm_end(chief, case_id=case.pk, account="本人の申出")
    with pytest.raises(api.Refused) as refused:
        api.propose_ending(chief, case_id=case.pk, reason="expired", account=" ")
    assert refusal(refused) == "終了の理由を選んでください。\n確かめた経緯を入れてください。"
    ending = api.propose_ending(chief, case_id=case.pk, reason="requested", account="来庁して申し出た")
    with pytest.raises(api.Refused, match="自分が起案した終了"):
        api.decide_ending(chief, ending_id=ending.pk, approve=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(ending).objects.filter(pk=ending.pk).update(state="approved", decided_by=ending.proposed_by)
    with pytest.raises(api.Held):
        api.visible_to(officer).person(hanako)
    api.decide_ending(second, ending_id=ending.pk, approve=True)
    assert api.visible_to(officer).person(hanako).name == "山田　花子"
    with pytest.raises(api.Refused, match="終わっています"):
        api.decide_ending(second, ending_id=ending.pk, approve=True)


def test_a_refused_or_withdrawn_end_changes_nothing(officer, chief, second, family, today):
    hanako = named(family, "花子").person_id
    case = protect(chief, hanako, on=today)
    for finish in (
        lambda ending: api.decide_ending(second, ending_id=ending.pk, approve=False),
        lambda ending: api.withdraw_ending(chief, ending_id=ending.pk),
    ):
        ending = api.propose_ending(chief, case_id=case.pk, reason="unneeded", account="連絡があった")
        with pytest.raises(api.Refused, match="既に承認を待っています"):
            api.propose_ending(second, case_id=case.pk, reason="unneeded", account="連絡があった")
        finish(ending)
        with pytest.raises(api.Held):
            api.visible_to(officer).person(hanako)


def test_one_who_is_protected_together_is_taken_out_by_two(officer, chief, second, family, today):
    hanako, jiro = named(family, "花子").person_id, named(family, "次郎").person_id
    case = protect(chief, hanako, on=today, together=[jiro])
    with pytest.raises(api.Refused, match="申出者を外すときは"):
        api.propose_ending(chief, case_id=case.pk, reason="requested", account="申出", person_id=hanako)
    with pytest.raises(api.Refused, match="対象者ではありません"):
        api.propose_ending(chief, case_id=case.pk, reason="requested", account="申出", person_id=family.head.person_id)
    ending = api.propose_ending(chief, case_id=case.pk, reason="requested", account="申出", person_id=jiro)
    assert ProtectedPerson.objects.filter(person=jiro, removed_on__isnull=True).exists()
    api.decide_ending(second, ending_id=ending.pk, approve=True)
    assert not ProtectedPerson.objects.filter(person=jiro, removed_on__isnull=True).exists()
    assert jiro in guarded([jiro]).persons, "he still lives with her"


def test_a_renewal_carries_everyone_over_without_a_gap(chief, family, today):
    hanako, sakura = named(family, "花子").person_id, named(family, "桜").person_id
    case = decided_before(chief, hanako, today, 345)
    api.add_protected(chief, case_id=case.pk, person_id=sakura)
    with pytest.raises(api.Refused, match="既に対象者です"):
        api.add_protected(chief, case_id=case.pk, person_id=sakura)
    values = {"agency_kind": "centre", "agency": "千葉県の支援センター", "applied_on": today, "decided_on": today}
    new = api.renew_protection(chief, case_id=case.pk, **values)
    case.refresh_from_db()
    assert (new.valid.lower, case.end_reason, new.renews_id) == (case.valid.upper, "renewed", case.pk)
    assert set(new.persons.values_list("person", flat=True)) == {hanako, sakura}
    assert guarded(ids(family)).persons == set(ids(family))
    assert [each.case.pk for each in api.running_cases(chief)] == [new.pk]
    with pytest.raises(api.Refused, match="更新の申出は"):
        api.renew_protection(chief, case_id=new.pk, **values)


def test_a_renewal_after_the_end_begins_with_its_decision(chief, family, today):
    case = decided_before(chief, named(family, "花子").person_id, today, 400)
    values = {"agency_kind": "centre", "agency": "千葉県の支援センター", "applied_on": today, "decided_on": today}
    assert api.renew_protection(chief, case_id=case.pk, **values).valid.lower == today


def test_an_end_that_waits_is_decided_before_a_renewal(chief, family, today):
    case = decided_before(chief, named(family, "花子").person_id, today, 345)
    api.propose_ending(chief, case_id=case.pk, reason="requested", account="申出")
    with pytest.raises(api.Refused, match="承認を待っています"):
        api.renew_protection(chief, case_id=case.pk, agency_kind="police", agency="署", applied_on=today,
                             decided_on=today)  # fmt: skip


def test_supervisors_are_reminded_thirty_days_before(chief, family, today):
    for days, soon in ((364 - 30, 1), (364 - 31, 0), (364, 1)):
        ProtectedPerson.objects.all().delete()
        ProtectionCase.objects.all().delete()
        decided_before(chief, named(family, "花子").person_id, today, days)
        assert api.deadlines(chief) == api.Deadlines(soon=soon, unconfirmed=0), days


def test_a_provisional_hold_is_taken_over_by_the_decision(chief, second, family, today):
    hanako = named(family, "花子").person_id
    hold = api.place_hold(chief, person_id=hanako, reason="protection", account="申出を受けた")
    with pytest.raises(api.Refused, match="別の係長が解除"):
        api.lift_hold(chief, hold_id=hold.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Hold.objects.filter(pk=hold.pk).update(lifted_at=hold.placed_at, lifted_by=chief.user_id)
    case = protect(chief, hanako, on=today)
    hold.refresh_from_db()
    assert (hold.case_id, hold.lifted_by) == (case.pk, chief.user_id)


def test_a_hold_for_another_reason_looks_the_same_and_is_lifted(officer, chief, family, today):
    hanako = named(family, "花子").person_id
    with pytest.raises(api.Held) as protected:
        protect(chief, hanako, on=today)
        api.visible_to(officer).person(hanako)
    ProtectionCase.objects.update(ended_on=today, ended_at="2026-11-26T00:00:00Z", end_reason="mistaken")
    hold = api.place_hold(chief, person_id=hanako, reason="guardian")
    with pytest.raises(api.Refused, match="同じ理由"):
        api.place_hold(chief, person_id=hanako, reason="guardian")
    with pytest.raises(api.Held) as held:
        api.visible_to(officer).person(hanako)
    assert str(held.value) == str(protected.value)
    api.lift_hold(chief, hold_id=hold.pk)
    assert api.visible_to(officer).person(hanako).name == "山田　花子"


def test_the_daily_job_mends_a_copy_that_went_wrong(chief, family, today):
    protect(chief, named(family, "花子").person_id, on=today)
    SearchKey.objects.update(guarded=False)
    assert mend_guards(SYSTEM_ACTOR, today) == 4
    assert SearchKey.objects.filter(guarded=True).count() == 4
    assert mend_guards(SYSTEM_ACTOR, today) == 0


def test_marks_tell_those_who_may_see_why(officer, chief, family, today):
    hanako, jiro = named(family, "花子").person_id, named(family, "次郎").person_id
    protect(chief, hanako, on=today)
    api.place_hold(chief, person_id=jiro, reason="record")
    marks = api.visible_to(chief).marks(ids(family))
    assert [(reason.label, reason.own) for reason in marks[hanako].reasons] == [
        ("支援措置", True), ("記録の確認中", False)
    ]  # fmt: skip
    assert marks[hanako].protected and not marks[jiro].protected
    assert [reason.label for reason in marks[jiro].own] == ["記録の確認中"]
    assert api.visible_to(officer).marks(ids(family)) == {}
