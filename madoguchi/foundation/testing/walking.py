"""Walks the house as a person with a browser would, and by the list of its addresses: every door, every form.

Nothing here knows a system: addresses come from the URL configuration and from links on pages, keys of rows from the
tables. A new screen is walked by itself.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from itertools import islice, product
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urldefrag, urljoin, urlsplit

from django.apps import apps
from django.urls import Resolver404, URLResolver, get_resolver, resolve

if TYPE_CHECKING:
    from django.db.models import Model
    from django.test import Client

PART = re.compile(r"<(?:(\w+):)?(\w+)>")
REGEX = re.compile(r"[\\()*+?|\[\]$]")
MOST_TRIES = 8
MOST_EACH = 2
MOST_QUERIES = 16
WORDS = {"str": "x", "slug": "x", "path": "x", "uuid": "00000000-0000-4000-8000-000000000000"}
LOG_OUT = "logout"


@dataclass(frozen=True)
class Door:
    """One pattern of the URL configuration.

    Attributes:
        route: as it is written, e.g. ``desk/residents/people/<int:person_id>/``.
        name: with its name space, e.g. ``residents:person``; empty for one without a name.
        parameters: name → converter.
    """

    route: str
    name: str
    view: Any = field(compare=False, repr=False)

    @cached_property
    def parameters(self) -> dict[str, str]:
        """Name of each parameter → its converter."""
        return {name: kind or "str" for kind, name in PART.findall(self.route)}

    @property
    def can_be_filled(self) -> bool:
        """False for a regular expression, of which no address can be made."""
        return not REGEX.search(PART.sub("", self.route))

    def address(self, values: Mapping[str, object]) -> str:
        """The address with these values."""
        return "/" + PART.sub(lambda part: str(values[part.group(2)]), self.route)


def doors() -> list[Door]:
    """Every door of the URL configuration in use."""
    return list(found_in(get_resolver(), "", ""))


def found_in(resolver: URLResolver, before: str, space: str) -> Iterator[Door]:
    """The doors below a resolver."""
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from found_in(pattern, route, inner)
        else:
            yield Door(route, f"{space}{pattern.name}" if pattern.name else "", pattern.callback)


def door_at(address: str) -> str:
    """The route of an address, as ``Door.route`` has it; empty where nothing is there."""
    try:
        return resolve(urlsplit(address).path).route.replace("^", "")
    except Resolver404:
        return ""


@dataclass
class Form:
    """A form of a page: where it goes, and what it would send untouched."""

    page: str
    method: str
    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)

    def sent(self, **changed: object) -> dict[str, object]:
        """What a browser would send, with some fields changed. Files are left out unless they are given."""
        kept = {name: values for name, values in self.fields.items() if self.kinds.get(name) != "file"}
        return {**kept, **changed}


class Page(HTMLParser):
    """The links and forms of a page."""

    def __init__(self, address: str, html: str) -> None:
        super().__init__()
        self.address = address
        self.links: list[str] = []
        self.forms: list[Form] = []
        self.form: Form | None = None
        self.select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes what a tag brings."""
        given = {name: value or "" for name, value in attrs}
        for name in ("href", "hx-get", "src"):
            if tag in {"a", "div", "iframe"} and given.get(name):
                self.links.append(urldefrag(urljoin(self.address, given[name])).url)
        if tag == "form":
            action = urljoin(self.address, given.get("action") or self.address)
            self.form = Form(self.address, given.get("method", "get").lower(), action)
            self.forms.append(self.form)
        elif self.form is not None:
            self.take(tag, given)

    def take(self, tag: str, given: dict[str, str]) -> None:
        """A control of the open form."""
        assert self.form is not None
        name, kind = given.get("name", ""), given.get("type", tag)
        if tag == "option" and self.select:
            if "selected" in given or not self.form.fields[self.select]:
                self.form.fields[self.select] = [given.get("value", "")]
        elif tag in {"input", "select", "textarea", "button"} and name:
            values = self.form.fields.setdefault(name, [])
            self.form.kinds[name] = kind
            self.select = name if tag == "select" else self.select
            if (tag == "input" and (kind not in {"checkbox", "radio"} or "checked" in given or not values)) or (
                tag == "button" and not values
            ):
                self.form.fields[name] = [given.get("value", "")]

    def handle_endtag(self, tag: str) -> None:
        """Closes a form or a choice."""
        if tag == "select":
            self.select = ""
        elif tag == "form":
            self.form = None


class Walk:
    """What one client can reach: follows links from the doors it knows, then knocks at every door left."""

    def __init__(self, client: Client, starts: Iterable[str] = ("/", "/desk/")) -> None:
        self.client = client
        client.raise_request_exception = False
        self.known = [door for door in doors() if door.can_be_filled]
        self.addresses: dict[str, list[str]] = defaultdict(list)
        self.answers: dict[str, Any] = {}
        self.forms: list[Form] = []
        self.follow(starts)
        for door in self.known:
            if not self.addresses[door.route]:
                self.knock(door)

    def follow(self, starts: Iterable[str]) -> None:
        """Opens pages and what they link to, at most some of each door."""
        waiting = deque(starts)
        while waiting:
            address = waiting.popleft()
            route = door_at(address)
            if self.is_worth(route, address):
                waiting.extend(self.open(route, address))

    def is_worth(self, route: str, address: str) -> bool:
        """Whether an address is new: a door not seen often enough, or a query that it was not yet asked."""
        if address in self.answers or LOG_OUT in address or urlsplit(address).netloc or not (route or address == "/"):
            return False
        paths = [urlsplit(each).path for each in self.addresses[route]]
        if urlsplit(address).path in paths:
            return paths.count(urlsplit(address).path) < MOST_QUERIES
        return len(set(paths)) < MOST_EACH

    def open(self, route: str, address: str) -> list[str]:
        """Opens one address and notes what is there; gives its links."""
        answer = self.client.get(address)
        self.answers[address] = answer
        if answer.status_code == 404:
            return []
        self.addresses[route].append(address)
        if "html" not in answer.headers.get("Content-Type", ""):
            return []
        page = Page(address, body(answer))
        self.forms += page.forms
        return page.links

    def knock(self, door: Door) -> None:
        """Tries a door that no link leads to, with keys of rows that exist."""
        if LOG_OUT in door.route:
            return
        choices = [list(values_for(door, name, kind)) for name, kind in door.parameters.items()]
        for values in islice(product(*choices), MOST_TRIES):
            address = door.address(dict(zip(door.parameters, values, strict=True)))
            self.open(door.route, address)
            if self.addresses[door.route]:
                return

    @property
    def pages(self) -> dict[str, Any]:
        """Address → answer of everything that was found."""
        return {address: answer for address, answer in self.answers.items() if answer.status_code != 404}

    def queries(self) -> dict[str, set[str]]:
        """Address without its query → names of parameters that a link or a form gives it."""
        found: dict[str, set[str]] = defaultdict(set)
        for address in self.answers:
            found[urlsplit(address).path] |= set(parse_qs(urlsplit(address).query, keep_blank_values=True))
        for form in self.forms:
            if form.method == "get":
                found[urlsplit(form.action).path] |= set(form.fields)
        return found


def values_for(door: Door, name: str, kind: str) -> Iterator[object]:
    """Values worth trying for a parameter: keys of tables that it seems to mean, newest first."""
    if kind != "int":
        yield WORDS.get(kind, "x")
        return
    seen: set[int] = set()
    for model in likely_models(door, name):
        for key in model._base_manager.order_by("-pk").values_list("pk", flat=True)[:MOST_EACH]:
            if isinstance(key, int) and key not in seen:
                seen.add(key)
                yield key
    if not seen:
        yield 1


def likely_models(door: Door, name: str) -> list[type[Model]]:
    """Models that a parameter may mean: by its own name first, then those of the door's app."""
    stem, space = name.removesuffix("_id").replace("_", "").lower(), door.name.partition(":")[0]
    named = [model for model in apps.get_models() if stem != "pk" and stem in model.__name__.lower()]
    return [*named, *(model for model in apps.get_models() if model._meta.app_label == space and model not in named)]


def body(answer: Any) -> str:
    """The text of an answer, also of one that is streamed; each answer may be read once or many times."""
    return raw(answer).decode("utf-8", "replace")


def raw(answer: Any) -> bytes:
    """The bytes of an answer."""
    if getattr(answer, "streaming", False):
        kept = getattr(answer, "_kept", None)
        if kept is None:
            kept = answer._kept = b"".join(answer.streaming_content)
        return bytes(kept)
    return bytes(answer.content)
