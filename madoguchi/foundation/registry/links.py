"""Ways from a person's page into the systems."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from .discovery import systems


@dataclass(frozen=True)
class Link:
    """One way, as it is shown."""

    label: str
    url: str
    icon: str
    key: str


def person_links(may: Callable[[str], bool], person_id: int) -> list[Link]:
    """What can be done for a person, by someone of whom ``may`` tells the permissions; in the manifests' order."""
    items = sorted((item for system in systems() for item in system.person_links), key=lambda item: item.order)
    return [
        Link(item.label, reverse(item.url_name, kwargs={"person_id": person_id}), item.icon, item.key)
        for item in items
        if may(item.permission)
    ]
