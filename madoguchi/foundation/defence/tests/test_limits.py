"""So many a minute, for everyone alike, in all processes together."""

import threading

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpResponse

from madoguchi.foundation.defence.figures import Limit
from madoguchi.foundation.defence.limits import asker, forget_old, limited, network_of, seconds_to_wait
from madoguchi.foundation.defence.models import Knock
from madoguchi.foundation.towns.current import in_town

NOON = 1_795_000_000 // 60 * 60


@pytest.fixture(autouse=True)
def three_a_minute(settings):
    settings.MADOGUCHI_LIMITS = {"search": Limit(times=3, seconds=60), "other": Limit(times=3, seconds=60)}


@limited("search")
def door(request):
    return HttpResponse("open")


def visit(rf, address, user=None):
    request = rf.get("/", REMOTE_ADDR=address)
    request.user = user or AnonymousUser()
    return door(request)


@pytest.mark.django_db
def test_the_fourth_is_asked_to_wait(rf):
    assert [visit(rf, "203.0.113.7").status_code for _ in range(4)] == [200, 200, 200, 429]
    answer = visit(rf, "203.0.113.7")
    assert 0 < int(answer["Retry-After"]) <= 60
    for words in ("たくさんの問い合わせ", "Too many requests", "请求过多", "요청이 너무 많았습니다"):
        assert words in answer.content.decode()
    assert visit(rf, "203.0.113.8").status_code == 200


@pytest.mark.django_db
def test_staff_behind_one_address_are_counted_each_for_themselves(rf, clerk, supervisor):
    assert [visit(rf, "10.0.0.1", clerk).status_code for _ in range(4)][-1] == 429
    assert visit(rf, "10.0.0.1", supervisor).status_code == 200
    assert visit(rf, "10.0.0.1").status_code == 200


@pytest.mark.django_db
def test_a_window_ends_and_kinds_and_towns_count_apart(other_town):
    for _ in range(3):
        assert seconds_to_wait("search", "someone", NOON + 10) == 0
    assert seconds_to_wait("search", "someone", NOON + 10) == 50
    assert seconds_to_wait("other", "someone", NOON + 10) == 0
    assert seconds_to_wait("search", "someone", NOON + 60) == 0
    with in_town(other_town):
        assert seconds_to_wait("search", "someone", NOON + 10) == 0


@pytest.mark.django_db
def test_no_address_is_kept_and_old_counts_are_forgotten(rf):
    visit(rf, "203.0.113.7")
    row = Knock.objects.get()
    assert "203" not in row.asker[:3] and len(row.asker) == 64
    assert forget_old() == 0
    assert forget_old(row.window + 1000) == 1


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_counted_once_each(town):
    """Eight connections, as eight processes have: none is lost."""
    passed = []

    def knock():
        with in_town(town):
            passed.extend(seconds_to_wait("search", "someone", NOON) == 0 for _ in range(5))
        connection.close()

    threads = [threading.Thread(target=knock) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (passed.count(True), Knock.objects.get().count) == (3, 40)


@pytest.mark.django_db
def test_the_table_costs_no_log_of_the_database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE oid = 'defence_knock'::regclass")
        assert cursor.fetchone()[0] == "u"


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("", ""),
    ],
)
def test_a_household_is_one_asker(address, network):
    assert network_of(address) == network


def test_the_fingerprint_tells_nothing(rf):
    request = rf.get("/", REMOTE_ADDR="203.0.113.7")
    assert asker(request) == asker(request) and "203.0.113" not in asker(request)


def test_a_reading_room_is_not_stopped():
    """The real figures: thirty computers behind one address, a search every five seconds each."""
    from madoguchi.config.defence import MADOGUCHI_LIMITS

    search = MADOGUCHI_LIMITS["search"]
    assert 30 * search.seconds / 5 < search.times
