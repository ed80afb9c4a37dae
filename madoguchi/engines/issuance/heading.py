"""What stands on every official paper: who certifies, number, date, seal, code."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q

from madoguchi.foundation.calendar import format_wareki
from madoguchi.foundation.towns.models import Domain, Town

from .models import OfficialSeal
from .rules.codes import grouped


def heading(town: Town, serial: str, day: date, *, specimen: bool, code: str = "") -> dict[str, Any]:
    """The common part of a paper's data. Without a code there is nothing to check, and none is printed."""
    profile = town.profile
    check = {"verify_url": check_url(town, code), "check": grouped(code)} if code else {}
    return {
        "specimen": specimen,
        "town": {
            "name": town.name,
            "office": f"{town.prefecture}{town.name}",
            "mayor": str(profile.get("mayor", "")).replace("\u3000", " "),
            "seal": seal_lines(town.name),
        },
        "serial": serial,
        "issued": format_wareki(day, "long"),
        **check,
    }


def seal_lines(town: str) -> list[str]:
    """The characters of the mayor's seal in three columns, right to left: 四街道 / 市長 / 之印."""
    return [town[:-1], f"{town[-1]}長", "之印"]


def check_url(town: Town, code: str) -> str:
    """Where a paper of the town is checked, at the scheme and port of this install (``BASE_URL``)."""
    base = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    port = f":{base.port}" if base.port else ""
    return f"{base.scheme}://{host_of(town) or base.hostname}{port}/verify/{code}"


def host_of(town: Town) -> str:
    """The town's own host name, rather than the one that every trial has; "" where it has none."""
    hosts = Domain.objects.filter(tenant=town).order_by("-is_primary", "pk").values_list("domain", flat=True)
    return min(hosts, key=lambda host: host.endswith(".localhost"), default="")


def seal_on(day: date) -> OfficialSeal | None:
    """The seal in use on a day."""
    return OfficialSeal.objects.filter(Q(valid__contains=day)).first()
