"""The demo's staff."""

import pytest
from django.contrib.auth import authenticate
from django.test import Client

from madoguchi.config.demo import add_logins, logins
from madoguchi.foundation.access.actor import permissions_of
from madoguchi.foundation.access.models import Division, User
from madoguchi.foundation.access.rules import STAFF
from madoguchi.foundation.registry import systems
from madoguchi.foundation.towns.current import in_town
from madoguchi.foundation.towns.models import Town
from madoguchi.systems.plan.progress.models import Owner

pytestmark = pytest.mark.django_db


def test_demo_staff_can_log_in_and_are_made_once(town, settings):
    made = add_logins(town)
    assert made == len(logins("yotsukaido")) > 15
    assert add_logins(town) == 0
    clerk = authenticate(username="mado1", password=settings.MADOGUCHI_DEMO_PASSWORD).as_actor()
    assert (clerk.division, clerk.post, clerk.may("counter.use")) == ("窓口サービス課", "主事", True)
    supervisor = User.objects.get(username="kakari").as_actor()
    assert (supervisor.division, supervisor.may("people.approve")) == ("窓口サービス課", True)
    assert User.objects.get(username="doro").as_actor().permissions == permissions_of([STAFF])


@pytest.mark.parametrize("schema", ["yotsukaido", "hinata"])
def test_every_division_that_the_plans_ask_has_a_head(schema, town, other_town):
    """Else nobody there could hand in an answer; and only those who serve residents see anything of them."""
    led = {post.division for login in logins(schema) for post in login.posts if "head" in post.roles}
    with in_town(town if schema == town.schema_name else other_town):
        add_logins(Town.objects.get(schema_name=schema))
        divisions = Division.objects.values_list("name", flat=True)
        asked = set(Owner.objects.filter(name__in=divisions).values_list("name", flat=True))
        assert len(asked) > 1 and asked <= led
        registrars = {login.username for login in logins(schema) if "registrar" in login.roles}
        seeing = {each.username for each in User.objects.all() if each.as_actor().may("people.protection.list")}
        assert seeing == registrars | {"kakari"}


def test_one_sits_in_two_divisions_and_works_for_one_at_a_time(town):
    add_logins(town)
    both = User.objects.get(username="kenmu")
    assert [each.division.name for each in both.rights.appointments] == ["国保年金課", "窓口サービス課"]
    assert not both.as_actor().may("counter.use")
    both.rights.chosen_id = both.rights.appointments[1].pk
    assert both.as_actor().may("counter.use")


def test_each_role_has_a_log_in_that_is_told():
    told = {role for login in logins("yotsukaido") if login.shows for role in login.roles}
    assert {role for system in systems() for role in system.roles} - {STAFF} <= told


def test_the_administrator_manages_staff_but_sees_no_resident(town):
    add_logins(town)
    client = Client(headers={"host": "yotsukaido.localhost"})
    client.force_login(User.objects.get(username="admin"))
    assert client.get("/desk/staff/").status_code == 200
    assert client.get("/desk/users/").status_code == 403
    assert client.get("/desk/residents/").status_code == 403


def test_there_are_two_to_ask_and_to_approve_in_every_demo_town():
    for schema in ("yotsukaido", "hinata"):
        assert len([login for login in logins(schema) if "administrator" in login.roles]) >= 2
