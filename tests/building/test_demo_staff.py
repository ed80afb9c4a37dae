"""The demo's staff."""

import pytest
from django.contrib.auth import authenticate
from django.test import Client

from madoguchi.config.demo import add_logins, logins
from madoguchi.foundation.access.models import User
from madoguchi.foundation.registry import systems

pytestmark = pytest.mark.django_db


def test_demo_staff_can_log_in_and_are_made_once(town, settings):
    made = add_logins(town)
    assert made == len(logins("yotsukaido")) > 15
    assert add_logins(town) == 0
    assert authenticate(username="mado1", password=settings.MADOGUCHI_DEMO_PASSWORD).roles == ["clerk"]
    supervisor = User.objects.get(username="kakari")
    assert (supervisor.division, supervisor.roles) == ("窓口サービス課", ["clerk", "supervisor"])
    assert User.objects.get(username="doro").roles == []


def test_each_role_has_a_log_in_that_is_told():
    told = {role for login in logins("yotsukaido") if login.shows for role in login.roles}
    assert {role for system in systems() for role in system.roles} <= told


def test_the_administrator_manages_users_but_sees_no_resident(town):
    add_logins(town)
    client = Client(headers={"host": "yotsukaido.localhost"})
    client.force_login(User.objects.get(username="admin"))
    assert client.get("/desk/users/").status_code == 200
    assert client.get("/desk/residents/").status_code == 403
