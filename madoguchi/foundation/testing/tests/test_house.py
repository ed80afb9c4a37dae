"""The fixtures themselves."""

import socket
import urllib.request

import pytest
from django.db import connection

from madoguchi.foundation.access.models import User
from madoguchi.foundation.towns.current import current_schema, in_town


def test_a_test_works_in_the_first_town(db, town):
    assert current_schema() == "yotsukaido"
    assert town.name == "四街道市"


def test_towns_do_not_see_each_others_staff(clerk, other_town):
    assert User.objects.count() == 1
    with in_town(other_town):
        assert not User.objects.exists()
    assert User.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_test_writes_is_gone_afterwards(turn, clerk):
    assert User.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_also_when_it_was_committed(turn, clerk):
    assert User.objects.count() == 1
    assert not connection.in_atomic_block


def test_the_network_is_blocked():
    with pytest.raises(Exception, match=r"(?i)socket|blocked"):
        urllib.request.urlopen("http://192.0.2.1/", timeout=1)


def test_this_machine_is_not_blocked():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        socket.create_connection(listener.getsockname(), timeout=2).close()
