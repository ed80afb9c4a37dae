"""The city under attack, and those who attack it."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from madoguchi.config.demo import fill
from madoguchi.foundation.access.models import User
from madoguchi.foundation.access.rules import STAFF
from madoguchi.foundation.registry import systems
from madoguchi.foundation.testing.staff import client_of, make_user
from madoguchi.foundation.testing.walking import Form, Walk
from madoguchi.foundation.towns.models import Town

PEOPLE = 12
FEW_ROUTES = ("certificates/new/",)


@dataclass(frozen=True)
class City:
    """A town, and one member of staff of each sort; ``everyone`` holds every role that a manifest knows."""

    town: Town
    everyone: User
    clerk: User
    supervisor: User
    administrator: User
    outsider: User

    def client(self, name: str = "") -> Client:
        """A client of everyone, the clerk, supervisor, administrator or outsider; without a name, of a visitor."""
        client = client_of(getattr(self, name) if name else None)
        client.raise_request_exception = False
        return client


def build(schema: str = "yotsukaido") -> City:
    """Fills a town; the connection works in it afterwards."""
    town = Town.objects.get(schema_name=schema)
    connection.set_tenant(town)
    fill(town, PEOPLE, lambda words: None)
    connection.set_tenant(town)
    city = City(
        town,
        make_user("attack-everyone", "全役　持男", "窓口サービス課", every_role()),
        make_user("attack-clerk", "窓口　一子", "窓口サービス課", ["clerk"]),
        make_user("attack-supervisor", "係長　二郎", "窓口サービス課", ["clerk", "supervisor"]),
        make_user("attack-administrator", "管理　三枝", "情報推進課", ["administrator"]),
        make_user("attack-outsider", "道路　四郎", "道路管理課", []),
    )
    work(city)
    return city


def every_role() -> list[str]:
    """The roles that manifests know."""
    return sorted({role for system in systems() for role in system.roles} - {STAFF})


def work(city: City) -> None:
    """A first hour of business, so that there is something behind each door: forms are sent as they stand."""
    client = city.client("everyone")
    for form in {form.action: form for form in Walk(client).forms if form.method == "post"}.values():
        if any(route in form.action for route in FEW_ROUTES):
            client.post(form.action, form.sent())
    upload(client, "list.csv", "氏名,住所\n渡辺　直美,大日\n".encode())


def upload(client: Client, name: str, content: bytes) -> None:
    """Sends a file to every form that takes one."""
    for form in with_files(Walk(client).forms):
        fields = [field for field, kind in form.kinds.items() if kind == "file"]
        client.post(form.action, form.sent(**{field: SimpleUploadedFile(name, content) for field in fields}))


def with_files(forms: list[Form]) -> list[Form]:
    """The forms that take files, each once."""
    found = {form.action: form for form in forms if form.method == "post" and "file" in form.kinds.values()}
    return list(found.values())
