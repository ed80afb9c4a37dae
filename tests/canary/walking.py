"""Every address of the URL configuration, with ids that exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, product
from typing import Any

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter
from django.urls.resolvers import LocalePrefixPattern, RoutePattern

from .planting import Planted

MOST_IDS, MOST_ADDRESSES = 8, 24
NOBODY = 999_999_999
LEAVES = re.compile(r"log_?out|sign_?out", re.IGNORECASE)
"""Routes that end the log-in of the one who walks."""


@dataclass(frozen=True)
class Route:
    """One route: its template, its parameters by name, and the module of its view."""

    template: str
    converters: dict[str, Any]
    module: str
    name: str = ""
    ours: bool = field(default=False)


def routes() -> list[Route]:
    """Every route of the house."""
    return list(dict.fromkeys(gather(get_resolver().url_patterns, "/", {})))


def gather(patterns: list[Any], prefix: str, above: dict[str, Any]) -> Iterator[Route]:
    """The routes below a prefix."""
    for each in patterns:
        if isinstance(each.pattern, LocalePrefixPattern):
            yield from gather(each.url_patterns, prefix, above)
            continue
        if not isinstance(each.pattern, RoutePattern):
            continue
        template = prefix + str(each.pattern._route)
        converters = {**above, **each.pattern.converters}
        if isinstance(each, URLResolver):
            yield from gather(each.url_patterns, template, converters)
        elif isinstance(each, URLPattern) and not LEAVES.search(template):
            module = each.callback.__module__
            yield Route(template, Frozen(converters), module, each.name or "", module.startswith("madoguchi."))


class Frozen(dict):  # type: ignore[type-arg]
    """Converters that can be told apart in a set."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(sorted((name, type(value).__name__) for name, value in self.items())))


def addresses(route: Route, planted: Planted) -> list[str]:
    """The route with every id that it may be about, those of the protected first."""
    choices = [[(name, value) for value in values(route, name, planted)] for name in route.converters]
    filled = (fill(route.template, dict(chosen)) for chosen in product(*choices))
    return list(dict.fromkeys(islice(filled, MOST_ADDRESSES if route.ours else 2)))


def fill(template: str, values: dict[str, Any]) -> str:
    """A template with its values."""
    return re.sub(r"<(?:[^:>]+:)?([^>]+)>", lambda match: str(values[match.group(1)]), template)


def values(route: Route, name: str, planted: Planted) -> list[Any]:
    """What a parameter may be: a person, a household, the rows of the model that it is called after, or of the app."""
    if not isinstance(route.converters[name], IntConverter):
        return texts(route, name)
    if name.startswith("person"):
        return [*planted.persons, NOBODY]
    if name.startswith("household"):
        return [*planted.households, NOBODY]
    return [*rows(route, name.removesuffix("_id")), NOBODY]


def rows(route: Route, stem: str) -> list[int]:
    """Ids of the models that bear the parameter's name, else of those of the view's own app."""
    models = [model for model in apps.get_models() if model.__module__.startswith("madoguchi.")]
    called = [model for model in models if stem not in {"pk", "id"} and stem in model.__name__.lower()]
    own = [model for model in models if route.module.startswith(model._meta.app_config.name)]
    found: list[int] = []
    for model in called or own:
        found += list(model._base_manager.order_by("-pk").values_list("pk", flat=True)[:MOST_IDS])
    return [key for key in dict.fromkeys(found) if isinstance(key, int)][:MOST_IDS]


def texts(route: Route, name: str) -> list[str]:
    """What columns of this name hold, those of the view's own app first, and a word that none of them holds."""
    found: list[str] = []
    for model in sorted(apps.get_models(), key=lambda model: not route.module.startswith(model._meta.app_config.name)):
        if model.__module__.startswith("madoguchi.") and any(each.name == name for each in model._meta.fields):
            found += map(str, model._base_manager.exclude(**{name: None}).values_list(name, flat=True)[:2])
    return [*list(filter(None, dict.fromkeys(found)))[:3], "x"]
