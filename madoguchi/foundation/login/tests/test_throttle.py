"""Failures make one wait, and nobody else."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.foundation.audit.models import Entry
from madoguchi.foundation.jobs.progress import Progress
from madoguchi.foundation.login.models import FailedTry, KnownDevice
from madoguchi.foundation.login.rules import PAIR
from madoguchi.foundation.login.tasks import forget
from madoguchi.foundation.login.tests.steps import from_desk, give_password
from madoguchi.foundation.login.throttle import Tries, count, hashed, tries_of
from madoguchi.foundation.towns.current import in_town

ATTACKER = "203.0.113.66"


def attack(user, times):
    """Somebody elsewhere fails again and again: once through the door, then counted as the door counts; whenever a wait
    is over, at once again."""
    assert give_password(from_desk(ATTACKER), user, "guess").status_code == 422
    tries = tries_of(user.username, ATTACKER, "")
    for _ in range(times - 1):
        FailedTry.objects.update(until=timezone.now())
        count(tries)
    assert FailedTry.objects.filter(failures=times).count() == 2
    FailedTry.objects.update(until=timezone.now() + timedelta(hours=1))
    assert give_password(from_desk(ATTACKER), user).status_code == 429


@pytest.mark.django_db
def test_a_thousand_failures_elsewhere_never_stop_the_clerk_at_her_own_desk(clerk):
    attack(clerk, 1000)
    assert give_password(from_desk("192.0.2.10"), clerk).status_code == 302


@pytest.mark.django_db
def test_not_even_from_behind_the_same_address(clerk):
    """The city hall has one address for all: the mark of her own browser keeps the clerk apart from the attacker."""
    hers = from_desk(ATTACKER)
    assert give_password(hers, clerk).status_code == 302
    hers.post("/desk/logout/")
    attack(clerk, 100)
    assert give_password(hers, clerk).status_code == 302


@pytest.mark.django_db
def test_an_invented_mark_of_a_browser_helps_nobody(clerk):
    client = from_desk(ATTACKER)
    client.cookies[settings.DEVICE_COOKIE_NAME] = "invented"
    assert [give_password(client, clerk, "guess").status_code for _ in range(6)][-1] == 429
    FailedTry.objects.all().delete()
    give_password(client, clerk)
    assert client.cookies[settings.DEVICE_COOKIE_NAME].value != "invented"


@pytest.mark.django_db
def test_a_mark_is_of_one_person(clerk, supervisor):
    """Knowing one colleague's browser is not knowing all of them."""
    client = from_desk()
    give_password(client, supervisor)
    client.post("/desk/logout/")
    assert [give_password(client, clerk, "guess").status_code for _ in range(6)][-1] == 429


@pytest.mark.django_db
def test_waits_grow_and_are_said(clerk):
    client = from_desk()
    answers = [give_password(client, clerk, "guess") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [422] * 5 + [429]
    assert int(answers[-1]["Retry-After"]) == pytest.approx(5, abs=1)
    assert "あと<b>5秒</b>" in answers[-1].content.decode()
    FailedTry.objects.update(until=timezone.now())
    give_password(client, clerk, "guess")
    assert int(give_password(client, clerk, "guess")["Retry-After"]) == pytest.approx(10, abs=1)


@pytest.mark.django_db
def test_while_one_waits_even_the_right_password_is_not_looked_at(clerk):
    client = from_desk()
    for _ in range(5):
        give_password(client, clerk, "guess")
    with patch("madoguchi.foundation.login.entering.authenticate") as looked:
        assert give_password(client, clerk).status_code == 429
    assert not looked.called


@pytest.mark.django_db
def test_the_right_password_forgets_the_failures(clerk):
    client = from_desk()
    for _ in range(4):
        give_password(client, clerk, "guess")
    assert give_password(client, clerk).status_code == 302
    client.post("/desk/logout/")
    assert [give_password(client, clerk, "guess").status_code for _ in range(4)] == [422] * 4


@pytest.mark.django_db
def test_an_own_account_does_not_wash_the_network_clean(clerk, outsider):
    """Logging in oneself between guesses does not give more guesses at others."""
    for number in range(60):
        give_password(from_desk(ATTACKER), f"name-{number}", "guess")
    give_password(from_desk(ATTACKER), outsider)
    assert give_password(from_desk(ATTACKER), "one-more", "guess").status_code == 422
    assert give_password(from_desk(ATTACKER), "and-another", "guess").status_code == 429


@pytest.mark.django_db
def test_the_same_work_is_done_for_a_name_that_does_not_exist(clerk, outsider):
    """Time is work: the same statements and as many hashes, whoever is asked for; and the same answer."""
    outsider.is_active = False
    outsider.save()
    works = [work_of(name) for name in (clerk.username, "nobody", outsider.username)]
    assert works[0] == works[1] == works[2]
    assert works[0][0] == 1
    assert len(works[0][1]) > 5


def work_of(username):
    """Hashes, statements and answer of one wrong password."""
    hasher = "django.contrib.auth.hashers.MD5PasswordHasher.encode"
    said = []

    def hear(run, sql, *rest):
        said.append(re.sub(r"s\d+_x\d+|'[^']*'", "…", sql))
        return run(sql, *rest)

    with patch(hasher, autospec=True, return_value="md5$salt$hash") as hashing, connection.execute_wrapper(hear):
        answer = give_password(from_desk(f"192.0.2.{20 + len(username)}"), username, "guess")
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    return hashing.call_count, said, page.replace(username, "…")


@pytest.mark.django_db
def test_failures_leave_a_trace_without_what_was_typed(clerk):
    give_password(from_desk(), clerk, "secret-guess")
    give_password(from_desk(), "my-password-in-the-wrong-field", "x")
    known, unknown = Entry.objects.filter(action="login.failed").order_by("id")
    assert (known.subject, unknown.subject) == (f"staff:{clerk.pk}", "staff:unknown")
    everything = " ".join(str(vars(entry)) for entry in Entry.objects.all())
    assert "secret-guess" not in everything
    assert "my-password-in-the-wrong-field" not in everything
    assert "wrong-field" not in " ".join(FailedTry.objects.values_list("key", flat=True))


@pytest.mark.django_db(transaction=True)
def test_many_guesses_at_once_count_one_after_the_other(town):
    """Several server processes: of thirty guesses at the same moment only the free ones are looked at."""
    tries = Tries(((hashed("pair", "someone", "somewhere"), PAIR),))

    def guess(_):
        with in_town(town):
            try:
                return count(tries)
            finally:
                connection.close()

    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(guess, range(30)))
    assert waits.count(0) == PAIR.free + 1
    assert FailedTry.objects.get().failures == PAIR.free + 1


@given(st.text(min_size=1, max_size=30), st.text(max_size=20), st.text(max_size=20))
def test_a_key_tells_nothing_and_never_mixes_names_and_networks(name, network, device):
    own = {key for key, _ in tries_of(name, network, device).keys}
    assert all(len(key) == 64 for key in own)
    assert own.isdisjoint({key for key, _ in tries_of(name + "x", network + "x", device).keys})
    assert hashed("pair", "a", "bc") != hashed("pair", "ab", "c")


@pytest.mark.django_db
def test_old_counters_and_marks_are_deleted_once_a_day(clerk):
    now = timezone.now()
    for key, days in (("old", 3), ("new", 0)):
        FailedTry.objects.create(key=key, failures=9, last_at=now - timedelta(days=days), until=now)
        KnownDevice.objects.create(user=clerk, token=key, last_at=now - timedelta(days=days * 100))
    done = forget(Progress.__new__(Progress))
    assert (done["counters"], done["devices"]) == (1, 1)
    assert FailedTry.objects.get().key == KnownDevice.objects.get().token == "new"


@pytest.mark.django_db
def test_forgetting_is_offered_as_daily_work(town):
    from madoguchi.foundation.jobs.register import DAILY

    assert "login.forget" in DAILY


@pytest.mark.django_db
def test_a_guesser_of_passkeys_waits_too(town):
    client = from_desk(ATTACKER)
    answers = [client.post("/desk/login/by-passkey/", {"answer": "{}"}).status_code for _ in range(62)]
    assert answers[0] == 422
    assert answers[-1] == 429
