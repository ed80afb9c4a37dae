"""Staff come to their desk."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from wagtail.admin.icons import get_icons

from madoguchi.doors.desk.menu import entries
from madoguchi.doors.desk.wagtail_hooks import by_division
from madoguchi.foundation.access.models import User
from madoguchi.foundation.registry import systems
from madoguchi.foundation.testing.staff import make_user

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from madoguchi.foundation.testing.browser import LiveCity


@pytest.mark.django_db
def test_a_visitor_is_sent_to_the_log_in(visitor: Client) -> None:
    response = visitor.get("/desk/")
    assert response.status_code == 302
    assert response["Location"].startswith("/desk/login/")
    assert "職員ログイン" in visitor.get(response["Location"]).content.decode()


@pytest.mark.django_db
def test_a_wrong_password_says_nothing_about_which_part_was_wrong(visitor: Client, clerk: User) -> None:
    known = visitor.post("/desk/login/", {"username": clerk.username, "password": "wrong"}).content.decode()
    unknown = visitor.post("/desk/login/", {"username": "nobody", "password": "wrong"}).content.decode()
    assert "ログインできませんでした" in known
    assert without_token(known).replace(clerk.username, "nobody") == without_token(unknown)


def without_token(page: str) -> str:
    """The page without what differs in every answer."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


@pytest.mark.django_db
def test_the_menu_shows_only_what_the_role_may_open(clerk: User, outsider: User) -> None:
    assert "総合窓口" in [entry.label for entry in entries(clerk.as_actor())]
    assert [entry.label for entry in entries(outsider.as_actor())] == ["決裁", "組織・職員", "情報化推進計画"]
    assert entries(make_user("test-nobody", "無職　一").as_actor()) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/desk/residents/", "住民記録"),
        ("/desk/residents/proposals/", "職権の承認"),
        ("/desk/certificates/new/1/", "証明"),
        ("/desk/certificates/registrations/1/", "本人通知"),
        ("/desk/", None),
        ("/desk/nowhere/", None),
    ],
)
def test_the_menu_marks_where_one_is(clerk: User, path: str, label: str | None) -> None:
    assert [entry.label for entry in entries(clerk.as_actor(), path) if entry.current] == ([label] if label else [])


@pytest.mark.django_db
def test_the_menu_is_ordered_by_division(clerk: User) -> None:
    found = entries(clerk.as_actor())
    own = by_division(found, "窓口サービス課")
    assert [item.label for item in own][:3] == ["総合窓口", "決裁", "住民記録"]
    guest = by_division(found, "情報推進課")
    plans = ["情報化推進計画", "指標", "パブリックコメント"]
    assert [item.label for item in guest] == ["決裁", "組織・職員", *plans, "窓口サービス課"]


def test_every_icon_of_the_menu_is_drawn_in_the_sidebar() -> None:
    sprite = get_icons()
    assert [item.icon for system in systems() for item in system.menu if f'id="icon-{item.icon}"' not in sprite] == []


@pytest.mark.django_db
def test_a_division_without_systems_is_told_so(outsider_client: Client) -> None:
    page = outsider_client.get("/desk/").content.decode()
    assert "まだこの仕組みにありません" in page
    assert "<title>きょうの仕事 - 窓口</title>" in page
    assert "総合窓口" not in page


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1440])
def test_log_in_and_dashboard_are_accessible(
    live_city: LiveCity, page: Page, clerk: User, axe: Callable[[Page], None], width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_city.url}/desk/login/")
    axe(page)
    live_city.log_in(page, clerk)
    page.goto(f"{live_city.url}/desk/")
    page.get_by_role("heading", name="きょうの仕事").wait_for()
    axe(page)
