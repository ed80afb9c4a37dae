"""Forms as a browser would send them if nothing but what is required were typed."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

ANSWERS = {
    "requester": "請求　者",
    "purpose": "確認のため",
    "reason": "確認のため",
    "account": "確認のため",
    "number": "1",
}


class Controls(HTMLParser):
    """The controls of the largest form of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, list[str]]] = [{}]
        self.select = ""

    @property
    def data(self) -> dict[str, list[str]]:
        """The form that is open."""
        return self.forms[-1]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if tag == "form":
            self.forms.append({})
        elif tag in {"input", "textarea"} and given.get("name"):
            self.take(given)
        elif tag == "select":
            self.select = given.get("name", "")
            self.data.setdefault(self.select, [])
        elif tag == "option" and self.select and ("selected" in given or not self.data[self.select]):
            self.data[self.select] = [given.get("value", "")]

    def take(self, given: dict[str, str]) -> None:
        """An input or a text area."""
        kind, name = given.get("type"), given["name"]
        if kind == "radio" and "checked" not in given and name in self.data:
            return
        if kind == "checkbox" and "checked" not in given:
            return
        self.data.setdefault(name, []).append(given.get("value") or ANSWERS.get(name, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = ""


def filled(response: Any) -> dict[str, list[str]]:
    """What the largest form of a page would send."""
    controls = Controls()
    controls.feed(response.content.decode())
    return max(controls.forms, key=len)
