"""People of one division, and a large city hall."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth.hashers import make_password
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from madoguchi.engines.organisation.api import load_divisions, preview, submit_load
from madoguchi.foundation.access import SYSTEM_ACTOR
from madoguchi.foundation.access.models import Appointment, Division, User
from madoguchi.foundation.testing.staff import appoint, make_user

POSTS = ("課長", "係長", "主任主事", "主事", "主事")


@pytest.fixture
def second(town: object) -> User:
    """Another administrator."""
    return make_user("test-second", "電算　千里", "情報推進課", ["administrator"])


@pytest.fixture
def city(town: object, shared: Path, administrator: User) -> int:
    """高松市's 385 divisions with 700 invented members of staff; gives the number of divisions."""
    text = (shared / "data/opendata/takamatsu_organization_2026.csv").read_text(encoding="utf-8-sig")
    appoint(administrator, "受け皿", ["administrator"], is_main=False, start=date(2020, 4, 1))
    load = load_divisions(
        SYSTEM_ACTOR,
        file=io.BytesIO((text.rstrip("\n") + "\n受け皿,,,,,受け皿\n").encode()),
        file_name="takamatsu.csv",
        title="取込み",
        day=timezone.localdate(),
        by_names=True,
    )
    submit_load(SYSTEM_ACTOR, load_id=load.pk, seal=preview(SYSTEM_ACTOR, load).seal)
    people(700)
    return Division.objects.on(timezone.localdate()).count()


def people(count: int) -> None:
    """So many members of staff, all over the divisions."""
    password, today = make_password(None), timezone.localdate()
    users = User.objects.bulk_create(
        User(username=f"c{number:04}", name=f"職員　{number:04}", is_staff=True, password=password)
        for number in range(count)
    )
    divisions = list(Division.objects.on(today))
    Appointment.objects.bulk_create(
        Appointment(
            user=user,
            division=divisions[number % len(divisions)],
            post=POSTS[number // len(divisions) % len(POSTS)],
            roles=["head"] if number < len(divisions) else [],
            valid=DateRange(today, None),
            reason="試験",
            widens=False,
            state="approved",
            asker="試験",
            decider="試験",
            decided_at=timezone.now(),
        )
        for number, user in enumerate(users)
    )
