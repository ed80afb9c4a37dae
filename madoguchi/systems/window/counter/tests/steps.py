"""What a clerk does at the counter over HTTP: open, fill, confirm, record."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

URL = "/desk/counter/"


class Fields(HTMLParser):
    """The controls of the notice's form as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = False
        self.data: dict[str, list[str]] = {}
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.inside = given.get("id") == "notice"
        if not self.inside:
            return
        if tag == "input" and given.get("name"):
            self.take(given)
        elif tag == "select":
            self.select = given.get("name") or ""
            self.data.setdefault(self.select, [])
        elif tag == "option" and self.select and ("selected" in given or not self.data[self.select]):
            self.data[self.select] = [given.get("value") or ""]

    def take(self, given: dict[str, str | None]) -> None:
        name = given["name"] or ""
        if given.get("type") in ("checkbox", "radio") and "checked" not in given:
            return
        self.data.setdefault(name, []).append(given.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = ""
        if tag == "form":
            self.inside = False


def fields(response: Any) -> dict[str, list[str]]:
    """What the form on the page would send if nothing were typed."""
    parser = Fields()
    parser.feed(response.content.decode())
    return parser.data


def address(event: str, person: int | None = None) -> str:
    """The address of the screen."""
    return f"{URL}?event={event}" + (f"&person={person}" if person else "")


def confirm(client: Any, url: str, **typed: Any) -> Any:
    """Opens the form, types, and presses the button for the first time. Chosen lists replace what was ticked."""
    data = fields(client.get(url)) | {key.replace("__", "-"): value for key, value in typed.items()}
    return client.post(url, {**data, "do": "record"})


def press(client: Any, url: str, page: Any, **typed: Any) -> Any:
    """Presses the button of a page that is shown, after changing some fields."""
    data = fields(page) | {key.replace("__", "-"): value for key, value in typed.items()}
    return client.post(url, {**data, "do": "record"})


def text(response: Any) -> str:
    """The words of a page without its tags."""
    return re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))
