"""What heads could see and approve of residents becomes a role of its own; nobody gains or loses a right by it.

A town that is just being made has no roles yet: its first data come from ``opening.py``.
"""

from typing import Any

from django.db import migrations

HEAD, NAMED, NAME = "head", "課長", "所属長"
DUTIES = "所属を率い、起案や計画の調査の回答を決裁し、代決者を定める。住民の情報は見られない"
REGISTRAR = {
    "code": "registrar",
    "name": "住民情報の責任者",
    "description": "住民の情報の持出し・公印・通常と異なる閲覧を確かめ、承認する",
}


def free(name: str, taken: set[str]) -> str:
    """The name, marked where the town has already given it to another role."""
    return f"{name}（標準）" if name in taken else name


def split(apps: Any, editor: Any) -> None:
    """Whoever was, is or will be a head bears both roles, until the town takes one of them away."""
    roles = apps.get_model("access", "Role").objects
    head = roles.filter(code=HEAD).first()
    if head is None:
        return
    taken = set(roles.values_list("name", flat=True))
    own = {**REGISTRAR, "name": free(REGISTRAR["name"], taken), "order": head.order}
    roles.get_or_create(code=REGISTRAR["code"], defaults=own)
    roles.filter(code=HEAD, name=NAMED).update(name=free(NAME, taken), description=DUTIES)
    for seat in apps.get_model("access", "Appointment").objects.filter(roles__contains=[HEAD]):
        seat.roles = sorted({*seat.roles, REGISTRAR["code"]})
        seat.save(update_fields=["roles"])


class Migration(migrations.Migration):
    dependencies = [("access", "0005_reorganisations")]

    operations = [migrations.RunPython(split, migrations.RunPython.noop)]
