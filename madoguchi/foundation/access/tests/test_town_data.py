"""What a town begins with."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from madoguchi.foundation.access import SYSTEM_ACTOR
from madoguchi.foundation.access.actions.opening import bring
from madoguchi.foundation.access.actor import permissions_of
from madoguchi.foundation.access.models import Appointment, Division, Grant, Purpose, Role, User
from madoguchi.foundation.access.rules import STAFF
from madoguchi.foundation.access.town_data import read_access
from madoguchi.foundation.registry import permission_names, systems
from madoguchi.foundation.testing.staff import make_user
from madoguchi.foundation.towns.current import in_town


@pytest.mark.parametrize("schema", ["yotsukaido", "hinata", "nowhere"])
def test_the_data_of_a_town_agree_with_themselves(schema):
    data = read_access(schema)
    roles, divisions = {role.code for role in data.roles}, {division.code for division in data.divisions}
    assert {"clerk", "supervisor", "head", "registrar", "viewer", "auditor", "administrator"} <= roles
    assert {"notice", "certificate", "inquiry"} <= {purpose.code for purpose in data.purposes}
    assert len({division.name for division in data.divisions}) == len(divisions) == len(data.divisions)
    for grant in data.grants:
        assert grant.right in permission_names()
        assert not grant.role or grant.role in roles
        assert not grant.division or grant.division in divisions


def test_every_role_and_purpose_of_a_manifest_is_one_of_the_house():
    data = read_access("nowhere")
    known = {role.code for role in data.roles}
    assert {role for system in systems() for role in system.roles} <= known | {STAFF}
    assert STAFF not in known, "nobody is appointed to it"
    assert {system.purpose for system in systems()} - {""} <= {purpose.code for purpose in data.purposes}


def test_who_heads_a_division_sees_nothing_of_residents_by_that():
    """Nor does everyone at work; what is shown of residents belongs to roles of its own."""
    guarded = ("people.", "residents.", "exports.", "looks.", "papers.", "seals.", "counter.", "access.break_glass")
    assert not [right for right in permissions_of(("head", STAFF)) if right.startswith(guarded)]
    assert {"people.protection.list", "exports.approve", "looks.review"} <= permissions_of(("registrar",))


def test_every_permission_has_a_japanese_name():
    used = {right for system in systems() for rights in system.roles.values() for right in rights}
    used |= {item.permission for system in systems() for item in (*system.menu, *system.person_links)}
    assert used - set(permission_names()) <= {""}  # for everyone who has an appointment
    assert all(any(ord(letter) > 0x3000 for letter in name) for name in permission_names().values())


@pytest.mark.django_db
def test_a_new_town_has_its_divisions_and_may_be_brought_up_again(town, other_town):
    assert Division.objects.get(name="窓口サービス課").path == ["1000", "1120"]
    assert Grant.objects.get(right="access.approve").division.name == "情報推進課"
    with in_town(other_town):
        assert Division.objects.get(name="住民課").parent is None
        assert not Division.objects.filter(name="窓口サービス課").exists()
    counts = [model.objects.count() for model in (Division, Role, Purpose, Grant)]
    bring(SYSTEM_ACTOR, data=read_access("yotsukaido"))
    assert [model.objects.count() for model in (Division, Role, Purpose, Grant)] == counts


@pytest.mark.django_db(transaction=True)
def test_staff_of_an_older_version_keep_their_place(town):
    """Rows as version 0.1 wrote them, through the migration."""
    executor = MigrationExecutor(connection)
    old = executor.migrate([("access", "0001_initial")]).apps.get_model("access", "User")
    old.objects.create(
        username="a", name="旧　一", division="窓口サービス課", post="係長", roles=["clerk", "supervisor"]
    )
    old.objects.create(username="b", name="旧　二", division="昔の課", roles=["wizard"])
    old.objects.create(username="c", name="旧　三")
    call_command("migrate_schemas", schema_name="yotsukaido", interactive=False, verbosity=0)
    connection.set_tenant(town)
    chief = User.objects.get(username="a").as_actor()
    assert (chief.division, chief.post, chief.may("people.approve")) == ("窓口サービス課", "係長", True)
    assert User.objects.get(username="b").as_actor().division == "昔の課"
    assert User.objects.get(username="c").as_actor().permissions == frozenset()
    assert Role.objects.filter(code="wizard").exists()


@pytest.mark.django_db(transaction=True)
def test_heads_of_an_older_version_keep_what_they_could_do(town):
    """One role becomes two, and every appointment to the old one brings both."""
    head = make_user("old-head", "旧　課長", "窓口サービス課", ["head"], "課長")
    plain = make_user("old-clerk", "旧　窓口", "窓口サービス課", ["clerk"])
    MigrationExecutor(connection).migrate([("access", "0005_reorganisations")])
    Role.objects.filter(code="registrar").delete()
    Role.objects.filter(code="head").update(name="課長", description="")
    Role.objects.create(code="own", name="所属長")
    MigrationExecutor(connection).migrate(MigrationExecutor(connection).loader.graph.leaf_nodes("access"))
    assert Appointment.objects.get(user=head).roles == ["head", "registrar"]
    assert Appointment.objects.get(user=plain).roles == ["clerk"]
    assert list(Role.objects.filter(code__in=["head", "registrar"]).values_list("name", flat=True)) == [
        "所属長（標準）",
        "住民情報の責任者",
    ]
    assert User.objects.get(pk=head.pk).as_actor().may("people.protection.list")
