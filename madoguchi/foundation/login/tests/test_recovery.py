"""A way back in, by two administrators."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.foundation.access import SYSTEM_ACTOR, Forbidden
from madoguchi.foundation.access.models import User
from madoguchi.foundation.audit.models import Entry
from madoguchi.foundation.jobs.api import Job
from madoguchi.foundation.login import recovery as actions_of
from madoguchi.foundation.login.models import Passkey, Recovery, StaffNotice
from madoguchi.foundation.login.telling import send
from madoguchi.foundation.login.tests.authenticator import Key
from madoguchi.foundation.login.tests.steps import (
    GOOD,
    actions,
    from_desk,
    give_password,
    is_in,
    register,
    set_marks,
    use,
    with_key,
)
from madoguchi.foundation.testing.staff import appoint, client_of, make_user

pytestmark = pytest.mark.django_db
CODE = re.compile(r"[2-9A-Z]{4}(?:-[2-9A-Z]{4}){3}")


@pytest.fixture
def second(town):
    """Another administrator."""
    return make_user("test-second", "管理　四季", "情報推進課", ["administrator"])


@pytest.fixture
def asked(administrator, clerk):
    """A recovery that waits for the second administrator."""
    return actions_of.ask(administrator.as_actor(), user=clerk, reason="端末を替えた。職員証と顔で本人を確認した。")


def approved(asked, second):
    """The code that the second administrator sees."""
    page = client_of(second).post(f"/desk/recoveries/{asked.pk}/", {"do": "approve"})
    return CODE.search(page.content.decode()).group()


def test_a_clerk_who_lost_her_key_comes_back_in(clerk, administrator, second, settings):
    settings.PASSKEY_REQUIRED = True
    lost = with_key(clerk)
    forgotten = from_desk("198.51.100.9")
    use(forgotten, lost, "/desk/login/by-passkey/", alone=True)
    first = client_of(administrator)
    given = {"user": clerk.pk, "reason": "鍵をなくした。職員証で本人を確認した。"}
    assert first.post("/desk/recoveries/", given).status_code == 302
    recovery = Recovery.objects.get()
    assert "承認は、ほかの管理者が行います" in first.get(f"/desk/recoveries/{recovery.pk}/").content.decode()
    assert "承認を待つログインの回復" in client_of(second).get("/desk/").content.decode()
    code = approved(recovery, second)

    client = from_desk()
    typed = code.lower().replace("-", " ")
    step = client.post("/desk/login/recover/", {"username": clerk.username, "code": typed})
    assert step["Location"] == "/desk/login/recover/password/"
    assert client.post("/desk/login/recover/password/", {"new": "short", "repeated": "short"}).status_code == 422
    step = client.post("/desk/login/recover/password/", {"new": GOOD, "repeated": GOOD})
    assert step["Location"] == "/desk/login/enrol/"
    assert not is_in(client)
    key = Key()
    register(client, key, path="/desk/login/enrol/")
    assert is_in(client)

    assert not is_in(forgotten)
    assert use(from_desk(), lost, "/desk/login/by-passkey/", alone=True).status_code == 422
    assert use(from_desk(), key, "/desk/login/by-passkey/", alone=True).status_code == 302
    assert give_password(from_desk(), clerk).status_code == 422
    assert Passkey.objects.filter(ended_at=None).count() == 1
    steps = [action for action in actions(clerk) if "recovery" in action]
    assert steps == ["login.ask_recovery", "login.approve_recovery", "login.use_recovery"]
    told = set(StaffNotice.objects.filter(title="ログインの回復が使われました").values_list("user", flat=True))
    assert told == {clerk.pk, administrator.pk, second.pk}


def test_the_next_log_in_tells_it_and_a_mail_where_an_address_is_known(
    clerk, administrator, second, asked, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    clerk.email = "clerk@city.example"
    clerk.save()
    code = approved(asked, second)
    job = Job.objects.get(task="login.mail")
    assert send(job.arguments["notices"]) == 1
    assert mail.outbox[0].to == ["clerk@city.example"]
    assert code not in mail.outbox[0].body
    assert "http" not in mail.outbox[0].body

    client = from_desk()
    assert give_password(client, clerk, next="/desk/counter/")["Location"] == "/desk/account/notices/"
    page = client.get("/desk/account/notices/").content.decode()
    assert "ログインの回復が承認されました" in page
    keys = re.findall(r'name="notice" value="(\d+)"', page)
    assert client.post("/desk/account/notices/", {"notice": keys})["Location"] == "/desk/counter/"
    assert not StaffNotice.objects.filter(user=clerk, seen_at=None).exists()
    assert StaffNotice.objects.filter(user=administrator, seen_at=None).exists()


def test_nobody_recovers_alone(clerk, administrator, second, asked):
    one, person = administrator.as_actor(), clerk
    appoint(person, "情報推進課", ["administrator"], is_main=False)
    with pytest.raises(Forbidden):
        actions_of.approve(one, recovery=asked)
    with pytest.raises(Forbidden):
        actions_of.approve(person.as_actor(), recovery=asked)
    with pytest.raises(Forbidden):
        actions_of.ask(one, user=administrator, reason="自分で")
    assert client_of(administrator).post(f"/desk/recoveries/{asked.pk}/", {"do": "approve"}).status_code == 403
    asked.refresh_from_db()
    assert asked.decided_at is None


@pytest.mark.parametrize("wrong", ["asked_by", "decided_by"])
def test_the_database_itself_refuses_one_person_in_two_parts(clerk, administrator, asked, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Recovery.objects.filter(pk=asked.pk).update(**{wrong: clerk.pk})
    with pytest.raises(IntegrityError), transaction.atomic():
        Recovery.objects.filter(pk=asked.pk).update(decided_by=administrator.pk)


def test_those_who_may_not_see_nothing_of_it(clerk, supervisor, outsider, asked):
    for user in (clerk, supervisor, outsider):
        client = client_of(user)
        assert client.get("/desk/recoveries/").status_code == 403
        assert client.post(f"/desk/recoveries/{asked.pk}/", {"do": "approve"}).status_code == 403
        with pytest.raises(Forbidden):
            actions_of.ask(user.as_actor(), user=outsider, reason="x")


def test_a_code_is_kept_as_a_hash_and_shown_once(asked, second):
    code = approved(asked, second)
    asked.refresh_from_db()
    assert code not in asked.code
    assert code.replace("-", "") not in asked.code
    assert not CODE.search(client_of(second).get(f"/desk/recoveries/{asked.pk}/").content.decode())
    everything = " ".join(str(vars(row)) for row in [*Entry.objects.all(), *StaffNotice.objects.all()])
    assert code not in everything


def test_a_code_works_for_sixty_minutes(asked, second, clerk):
    code = approved(asked, second)
    given = {"username": clerk.username, "code": code}
    Recovery.objects.update(until=timezone.now())
    assert from_desk().post("/desk/login/recover/", given).status_code == 422
    Recovery.objects.update(until=timezone.now() + timedelta(minutes=1))
    assert from_desk().post("/desk/login/recover/", given).status_code == 302


def test_a_code_works_once(asked, second, clerk):
    code = approved(asked, second)
    given = {"username": clerk.username, "code": code}
    one, two = from_desk(), from_desk()
    for client in (one, two):
        assert client.post("/desk/login/recover/", given).status_code == 302
    assert one.post("/desk/login/recover/password/", {"new": GOOD, "repeated": GOOD}).status_code == 302
    late = two.post("/desk/login/recover/password/", {"new": GOOD + "x", "repeated": GOOD + "x"})
    assert late["Location"] == "/desk/login/recover/"
    assert from_desk().post("/desk/login/recover/", given).status_code == 422
    clerk.refresh_from_db()
    assert clerk.check_password(GOOD)


def test_a_code_of_one_person_opens_nobody_else(asked, second, supervisor):
    code = approved(asked, second)
    assert from_desk().post("/desk/login/recover/", {"username": supervisor.username, "code": code}).status_code == 422


def test_codes_cannot_be_guessed(asked, second, clerk):
    approved(asked, second)
    client = from_desk()
    given = {"username": clerk.username, "code": "AAAA-AAAA-AAAA-AAAA"}
    assert [client.post("/desk/login/recover/", given).status_code for _ in range(6)] == [422] * 5 + [429]


def test_without_a_code_there_is_no_new_password(town):
    assert from_desk().get("/desk/login/recover/password/")["Location"] == "/desk/login/recover/"


def test_a_recovery_is_refused_or_taken_back(asked, administrator, second, clerk):
    page = client_of(second).post(f"/desk/recoveries/{asked.pk}/", {"do": "refuse"}, follow=True)
    assert "却下しました" in page.content.decode()
    again = actions_of.ask(administrator.as_actor(), user=clerk, reason="もう一度")
    page = client_of(administrator).post(f"/desk/recoveries/{again.pk}/", {"do": "refuse"}, follow=True)
    assert "取り下げました" in page.content.decode()
    late = client_of(second).post(f"/desk/recoveries/{again.pk}/", {"do": "approve"}, follow=True)
    assert "もう決まっています" in late.content.decode()


def test_one_recovery_at_a_time(asked, administrator, clerk):
    page = client_of(administrator).post("/desk/recoveries/", {"user": clerk.pk, "reason": "二度目"})
    assert "もう申し出られています" in page.content.decode()


def test_approving_asks_again_who_one_is(asked, second):
    client = client_of(second)
    set_marks(client, proved=301)
    assert client.post(f"/desk/recoveries/{asked.pk}/", {"do": "approve"})["Location"].startswith("/desk/login/again/")
    asked.refresh_from_db()
    assert asked.decided_at is None


@pytest.fixture
def shell(run_command):
    """Runs ``madoguchi …`` in this process and gives what it printed and its status."""

    def run(*words):
        said = run_command(*words)
        return said.out + said.err, said.status

    return run


def test_the_first_administrator_comes_from_the_shell(shell, town):
    said, status = shell(
        "staff", "create-administrator", "--username", "boss", "--name", "情報　太郎", "--division", "情報推進課"
    )
    assert status == 0
    user = User.objects.get(username="boss")
    assert user.as_actor().may("login.recover")
    code = CODE.search(said).group()
    client = from_desk()
    client.post("/desk/login/recover/", {"username": "boss", "code": code})
    client.post("/desk/login/recover/password/", {"new": GOOD, "repeated": GOOD})
    register(client, Key(), path="/desk/login/enrol/")
    assert client.get("/desk/recoveries/").status_code == 200
    said, status = shell("staff", "create-administrator", "--username", "boss", "--name", "x", "--division", "y")
    assert (status, "もう使われています" in said) == (1, True)


def test_the_shell_recovers_when_no_administrator_is_left(shell, administrator):
    said, status = shell("staff", "recover", administrator.username, "--reason", "管理者がいない", "--json")
    assert status == 0
    assert CODE.search(said)
    assert actions(administrator) == ["login.recover_by_shell"]
    said, status = shell("staff", "recover", "nobody", "--reason", "x")
    assert (status, "使える職員はいません" in said) == (1, True)


def test_only_the_shell_acts_as_the_shell(administrator, clerk):
    with pytest.raises(Forbidden):
        actions_of.by_shell(administrator.as_actor(), user=clerk, reason="x")
    assert actions_of.by_shell(SYSTEM_ACTOR, user=clerk, reason="x")[1]


@given(st.text(alphabet=" -abcABC234", max_size=40))
def test_a_code_is_read_however_it_is_typed(typed):
    read = actions_of.plain(typed)
    assert read == actions_of.plain(read) == actions_of.plain(typed.swapcase().replace("-", " "))
