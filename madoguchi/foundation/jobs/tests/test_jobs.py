"""Asking for long work, and doing it."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from madoguchi.foundation.access import SYSTEM_ACTOR, Actor, Forbidden
from madoguchi.foundation.jobs.api import Job, State, enqueue, job_for, jobs_of
from madoguchi.foundation.jobs.daily import ask_for_daily, ask_for_hourly
from madoguchi.foundation.jobs.register import DAILY, HOURLY, UnknownTask
from madoguchi.foundation.jobs.relay import hand_over, queued_jobs, recover_lost
from madoguchi.foundation.jobs.running import MOST_ATTEMPTS, perform
from madoguchi.foundation.jobs.tests import work  # noqa: F401 - offers the tasks
from madoguchi.foundation.towns.current import in_town


def ask(actor, task="tests.count_staff", **arguments):
    return enqueue(actor, task=task, arguments=arguments)


@pytest.mark.django_db
def test_a_clerk_sees_how_their_job_went(clerk):
    job = ask(clerk.as_actor(), expected=4)
    perform(job.pk)
    job = job_for(clerk.as_actor(), job_id=job.pk)
    assert (job.state, job.is_finished) == (State.DONE, True)
    assert job.result == {"schema": "yotsukaido", "staff": 1, "actor": "窓口サービス課　窓口　一子"}


@pytest.mark.django_db(transaction=True)
def test_the_screen_sees_progress_while_the_work_is_in_a_transaction(clerk):
    from madoguchi.foundation.jobs.progress import Progress

    job = ask(clerk.as_actor(), expected=1)
    progress = Progress(job, clerk.as_actor())
    with transaction.atomic():
        progress.report(30, 90, "書き込んでいます")
        transaction.set_rollback(True)
    progress.close()
    job.refresh_from_db()
    assert (job.done, job.total, job.percent, job.message) == (30, 90, 33, "書き込んでいます")


@pytest.mark.django_db
def test_daily_work_is_asked_for_once_a_day_in_each_town(town, other_town):
    first = ask_for_daily(town)
    assert first == len(DAILY) > 0
    assert ask_for_daily(town) == 0
    assert ask_for_daily(other_town) == first


@pytest.mark.django_db
def test_hourly_work_is_asked_for_again_when_the_clock_has_struck(town):
    asked = ask_for_hourly(town)
    assert asked == len(HOURLY) > 0
    assert ask_for_hourly(town) == 0
    Job.objects.update(created_at=timezone.now() - timedelta(hours=1))
    assert ask_for_hourly(town) == asked


@pytest.mark.django_db
def test_work_that_cannot_be_done_says_why(clerk):
    job = ask(clerk.as_actor(), "tests.refuse")
    perform(job.pk)
    job.refresh_from_db()
    assert (job.state, job.message) == (State.FAILED, "3行目の生年月日が正しくありません。")


@pytest.mark.django_db
def test_a_fault_is_told_without_its_insides(clerk):
    job = ask(clerk.as_actor(), "tests.stumble")
    perform(job.pk)
    job.refresh_from_db()
    assert job.state == State.FAILED
    assert "ZeroDivisionError" in job.message
    assert "secret" not in job.message


@pytest.mark.django_db
def test_a_finished_job_is_not_done_again(clerk):
    job = ask(clerk.as_actor(), expected=1)
    perform(job.pk)
    perform(job.pk)
    job.refresh_from_db()
    assert job.attempts == 1


@pytest.mark.django_db
def test_a_job_that_kills_its_workers_is_given_up(clerk):
    job = ask(clerk.as_actor(), expected=1)
    Job.objects.update(state=State.RUNNING, attempts=MOST_ATTEMPTS)
    perform(job.pk)
    job.refresh_from_db()
    assert job.state == State.FAILED


@pytest.mark.django_db
def test_nothing_is_done_for_someone_who_has_left(clerk):
    job = ask(clerk.as_actor(), expected=1)
    type(clerk).objects.update(is_active=False)
    perform(job.pk)
    job.refresh_from_db()
    assert job.state == State.FAILED


@pytest.mark.django_db
def test_nobody_sees_the_jobs_of_others(clerk, outsider):
    job = ask(clerk.as_actor(), expected=1)
    ask(SYSTEM_ACTOR, expected=1)
    assert list(jobs_of(clerk.as_actor())) == [job]
    assert not jobs_of(Actor(user_id=None, name="来訪者")).exists()
    with pytest.raises(Forbidden):
        job_for(outsider.as_actor(), job_id=job.pk)


@pytest.mark.django_db
def test_unknown_work_is_refused_at_once(clerk):
    with pytest.raises(UnknownTask):
        ask(clerk.as_actor(), "tests.unheard_of")


@pytest.mark.django_db(transaction=True)
def test_a_job_is_handed_over_when_its_act_commits(town, clerk):
    with transaction.atomic():
        job = ask(clerk.as_actor(), expected=1)
        assert queued_jobs("yotsukaido") == []
    assert queued_jobs("yotsukaido") == [job.pk]
    job.refresh_from_db()
    assert job.handed_over_at is not None


@pytest.mark.django_db(transaction=True)
def test_a_job_dies_with_its_act(clerk):
    with transaction.atomic():
        ask(clerk.as_actor(), expected=1)
        transaction.set_rollback(True)
    assert not Job.objects.exists()
    assert queued_jobs("yotsukaido") == []


@pytest.mark.django_db(transaction=True)
def test_the_relay_brings_what_stayed_behind_and_only_once(town, clerk, monkeypatch):
    def unreachable(schema, job_id):
        raise ConnectionError

    monkeypatch.setattr("madoguchi.foundation.jobs.actions.hand_over_one", unreachable)
    job = ask(clerk.as_actor(), expected=1)
    assert queued_jobs("yotsukaido") == []
    assert (hand_over(town), hand_over(town)) == (1, 0)
    Job.objects.update(handed_over_at=None)
    hand_over(town)
    assert queued_jobs("yotsukaido") == [job.pk]


@pytest.mark.django_db(transaction=True)
def test_what_the_queue_has_lost_goes_back_to_the_outbox(town, clerk):
    from procrastinate.contrib.django.models import ProcrastinateJob

    lost, kept = ask(clerk.as_actor(), expected=1), ask(clerk.as_actor(), expected=1)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE (args ->> 'job')::bigint = %s", [lost.pk])
    assert ProcrastinateJob.objects.count() == 1
    assert recover_lost(town) == 1
    hand_over(town)
    assert sorted(queued_jobs("yotsukaido")) == [lost.pk, kept.pk]


@pytest.mark.django_db(transaction=True)
def test_each_town_has_its_own_jobs(clerk, other_town):
    mine = ask(clerk.as_actor(), expected=1)
    with in_town(other_town):
        theirs = ask(SYSTEM_ACTOR, expected=1)
        assert list(Job.objects.all()) == [theirs]
    assert list(Job.objects.all()) == [mine]
    assert queued_jobs("hinata") == [theirs.pk]
