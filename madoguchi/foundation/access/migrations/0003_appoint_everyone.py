"""Division, post and roles of each member of staff become an appointment; the town gets its divisions and roles.

A town that is just being made has no staff: its first data come from ``opening.py``.
"""

from django.db import connection, migrations
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from madoguchi.foundation.access.town_data import read_access

REASON = "部署・役割の記載からの引継ぎ"


def appoint_everyone(apps, schema_editor):
    """One main appointment for each member of staff with a division or a role."""
    staff = list(apps.get_model("access", "User").objects.all())
    if not staff:
        return
    data = read_access(connection.schema_name)
    add_names(apps.get_model("access", "Role"), data.roles, {role for user in staff for role in user.roles})
    add_names(apps.get_model("access", "Purpose"), data.purposes, set())
    divisions = add_divisions(apps.get_model("access", "Division"), data, staff)
    add_grants(apps, data, divisions)
    appointments = [appointment(apps, user, divisions) for user in staff if user.division or user.roles]
    apps.get_model("access", "Appointment").objects.bulk_create(appointments)


def add_names(model, entries, others):
    """Roles or purposes of the town's data, and codes that only the staff bear."""
    known = {entry.code for entry in entries}
    rows = [(entry.code, entry.name, entry.description) for entry in entries]
    rows += [(code, code, "") for code in sorted(others - known)]
    model.objects.bulk_create(
        model(code=code, name=name, description=words, order=order * 10)
        for order, (code, name, words) in enumerate(rows, start=1)
    )


def add_divisions(model, data, staff):
    """Name of a division → its row: those of the town's data, and names that only the staff bear."""
    found, by_code = {}, {}
    for entry in data.divisions:
        parent = by_code.get(entry.path[-2]) if len(entry.path) > 1 else None
        found[entry.name] = by_code[entry.code] = model.objects.create(
            code=entry.code,
            name=entry.name,
            parent=parent,
            path=list(entry.path),
            order=entry.order,
            valid=DateRange(entry.since, None),
        )
    for order, name in enumerate(sorted({user.division or "所属なし" for user in staff} - set(found)), start=1):
        code = f"old{order}"
        found[name] = model.objects.create(
            code=code, name=name, path=[code], order=9000 + order, valid=DateRange(None, None)
        )
    return found


def add_grants(apps, data, divisions):
    """The grants with which the town begins."""
    by_code = {division.code: division for division in divisions.values()}
    roles = {role.code: role for role in apps.get_model("access", "Role").objects.all()}
    grants = apps.get_model("access", "Grant").objects
    for entry in data.grants:
        grants.create(
            role=roles.get(entry.role),
            division=by_code.get(entry.division),
            right=entry.right,
            effect=entry.effect,
            purposes=list(entry.purposes),
            valid=DateRange(timezone.localdate(), None),
            reason=entry.reason,
            widens=entry.effect != "withdraw",
            state="approved",
            asker="システム",
            decider="システム",
            decided_at=timezone.now(),
        )


def appointment(apps, user, divisions):
    """The appointment that stands for what the row of a member of staff said."""
    return apps.get_model("access", "Appointment")(
        user=user,
        division=divisions[user.division or "所属なし"],
        post=user.post or "職員",
        is_main=True,
        roles=list(user.roles),
        valid=DateRange(timezone.localdate(user.date_joined), None),
        reason=REASON,
        widens=bool(user.roles),
        state="approved",
        asker="システム",
        decider="システム",
        decided_at=timezone.now(),
    )


class Migration(migrations.Migration):
    dependencies = [("access", "0002_appointments")]

    operations = [migrations.RunPython(appoint_everyone, migrations.RunPython.noop)]
