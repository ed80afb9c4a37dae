"""A head, an administrator and a second person, in a real browser."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils import timezone

from madoguchi.engines.organisation.api import Load, Place, enter_absence, set_deputy
from madoguchi.foundation.access import SYSTEM_ACTOR
from madoguchi.foundation.access.models import Appointment, Division, User
from madoguchi.foundation.testing.staff import make_user

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SIZES = ((1280, 900), (390, 844))
HEADINGS = "職員番号,氏名,部署コード,職名,役割,本務/兼務,発令日,終了日\n"


@pytest.fixture
def second(live_city: Any) -> User:
    return make_user("test-second", "電算　千里", "情報推進課", ["administrator"])


def upload(page: Page, city: Any, name: str, file: Path) -> None:
    page.goto(city.url + reverse(f"organisation:{name}"))
    page.get_by_label("件名").fill("令和9年4月1日付け")
    if name == "load_divisions":
        page.get_by_label("施行日").fill("R9.4.1")
    page.locator("#id_file").set_input_files(str(file))
    page.get_by_role("button", name="検査する").click()


def test_april_is_prepared_by_two(
    live_city: Any,
    page: Page,
    axe: Callable[[Page], None],
    tmp_path: Path,
    administrator: User,
    second: User,
    clerk: User,
    outsider: User,
) -> None:
    live_city.log_in(page, administrator)
    page.goto(live_city.url + reverse("organisation:loads"))
    address = reverse("organisation:present_divisions")
    now = page.evaluate("address => fetch(address).then(answer => answer.text())", address)
    divisions = tmp_path / "divisions.csv"
    divisions.write_text(now.replace("窓口サービス課", "市民窓口課"), encoding="utf-8")
    upload(page, live_city, "load_divisions", divisions)
    page.get_by_text("変わる内容（1件）").wait_for()
    axe(page)
    page.get_by_role("button", name="反映する").click()
    page.get_by_text("「反映済み」として記録しました").wait_for()

    wrong = tmp_path / "wrong.csv"
    wrong.write_text(HEADINGS + "nobody,だれか,1110,主事,,本務,R9.4.1,\n", encoding="cp932")
    upload(page, live_city, "load_transfers", wrong)
    page.get_by_text("1件の誤りがあります").wait_for()
    axe(page)
    right = tmp_path / "right.csv"
    right.write_text(
        HEADINGS
        + f"{clerk.username},窓口　一子,1120,係長,窓口担当・係長,本務,R9.4.1,\n"
        + f"{outsider.username},道路　四郎,1330,主事,,本務,R9.4.1,\n",
        encoding="cp932",
    )
    upload(page, live_city, "load_transfers", right)
    page.get_by_text("市民窓口課　係長").wait_for()
    page.get_by_role("button", name="承認を求める").click()
    page.get_by_text("ほかの人の決定を待っています").wait_for()

    live_city.log_in(page, second)
    page.goto(live_city.url + reverse("organisation:loads"))
    page.get_by_role("row", name="承認待ち").get_by_role("link").click()
    page.get_by_role("button", name="全部を承認する").click()
    page.get_by_text("「反映済み」として記録しました").wait_for()
    page.goto(live_city.url + reverse("organisation:chart") + "?on=R9.4.1&q=一子")
    assert page.get_by_role("main").get_by_text("市民窓口課").is_visible()
    page.goto(live_city.url + reverse("organisation:chart") + "?q=一子")
    assert page.get_by_role("main").get_by_text("窓口サービス課").is_visible()


def test_every_screen_is_free_of_barriers(
    live_city: Any,
    page: Page,
    axe: Callable[[Page], None],
    administrator: User,
    head: User,
    clerk: User,
    supervisor: User,
) -> None:
    now, counter = timezone.now(), Division.objects.get(name="窓口サービス課")
    for user in (head, clerk):
        enter_absence(SYSTEM_ACTOR, user_id=user.pk, start=now, end=now + timedelta(hours=2), kind="trip")
    deputy = set_deputy(
        SYSTEM_ACTOR,
        of=Place(division_id=counter.pk, post="課長"),
        by=Place(appointment_id=Appointment.objects.get(user=supervisor).pk),
        order=1,
        start=timezone.localdate(),
    )
    rows = [{"line": 2, "cells": {"職員番号": "nobody"}}]
    load = Load.objects.create(kind="transfers", title="誤りのある異動", file_name="x.csv", loader="試験", rows=rows)
    addresses = [
        reverse("organisation:chart"),
        reverse("organisation:chart") + "?q=窓口",
        reverse("organisation:chart") + "?q=いない",
        reverse("organisation:chart") + "?on=いつか",
        reverse("organisation:division", args=(counter.pk,)),
        reverse("organisation:new_deputy", args=(counter.pk,)),
        reverse("organisation:end_deputy", args=(deputy.pk,)),
        reverse("organisation:absences"),
        reverse("organisation:loads"),
        reverse("organisation:load_divisions"),
        reverse("organisation:load_transfers"),
        reverse("organisation:load", args=(load.pk,)),
    ]
    live_city.log_in(page, administrator)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for address in addresses:
            answer = page.goto(live_city.url + address)
            assert answer and answer.status in (200, 422), address
            axe(page)
            if folder := os.environ.get("PICTURES"):
                page.screenshot(path=f"{folder}/{width}-{addresses.index(address):02}.png", full_page=True)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (address, width)
