"""How Wagtail's admin becomes the desk: our menu, our dashboard, our colours."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from .menu import EVERYONE, Entry, entries
from .panels import WorkPanel

HIDDEN = {"help", "reports", "explorer", "images", "documents"}
HIDDEN_SETTINGS = {"collections", "groups", "workflows", "workflow-tasks"}
OTHERS = 200
SEAT = 900
OUR_ICONS = ("hall", "people", "inbox", "paper", "seal", "ticket")


class SystemMenuItem(MenuItem):
    """A system's entry in Wagtail's sidebar."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(entry.label, entry.url, icon_name=entry.icon, order=entry.order)


@hooks.register("construct_main_menu")
def add_systems(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """The systems' entries for this actor, before Wagtail's own; what nobody here uses is taken away."""
    menu_items[:] = [item for item in menu_items if item.name not in HIDDEN]
    menu_items[:0] = by_division(entries(request.actor), request.actor.division)  # type: ignore[attr-defined]
    menu_items.append(MenuItem("職と目的", reverse("desk_seat"), icon_name="user", order=SEAT))


def by_division(found: list[Entry], own: str) -> list[MenuItem]:
    """The entries of the actor's own division one by one, those of each other division behind its name."""
    items: list[MenuItem] = [SystemMenuItem(entry) for entry in found if entry.division in {own, EVERYONE}]
    others = [entry for entry in found if entry.division not in {own, EVERYONE}]
    for order, division in enumerate(dict.fromkeys(entry.division for entry in others), start=OTHERS):
        inside = [SystemMenuItem(entry) for entry in others if entry.division == division]
        items.append(SubmenuMenuItem(division, Menu(items=inside), icon_name="people", order=order))
    return items


@hooks.register("construct_settings_menu")
def hide_settings(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Takes away what ``middleware.OPEN`` does not name."""
    menu_items[:] = [item for item in menu_items if item.name not in HIDDEN_SETTINGS]


@hooks.register("construct_homepage_panels")
def add_work(request: HttpRequest, panels: list[Any]) -> None:
    """Today's work is the dashboard; Wagtail's own panels speak of a website that is not here."""
    panels[:] = [WorkPanel()]


@hooks.register("insert_global_admin_css")
def colours() -> SafeString:
    """Our colours on Wagtail's variables, after the design tokens."""
    return format_html(
        '<link rel="stylesheet" href="{}"><link rel="stylesheet" href="{}">',
        static("vendor/tokens/tokens.css"),
        static("desk/admin.css"),
    )


@hooks.register("insert_global_admin_js")
def pickers() -> SafeString:
    """Calendars of date boxes, without a script in the page."""
    return format_html('<script src="{}" defer></script>', static("desk/pickers.js"))


@hooks.register("register_icons")
def icons(known: list[str]) -> list[str]:
    """The house's icons that Wagtail does not have."""
    return [*known, *(f"desk/icons/{name}.svg" for name in OUR_ICONS)]
