"""What every screen of the register has, and what of people it may show."""

from __future__ import annotations

from django.http import HttpRequest

from madoguchi.engines.people.api import PeopleView, visible_to
from madoguchi.foundation.web.screens import actor_of, screens

__all__ = ["ACT", "HISTORY", "LIST", "MANAGE", "RELATION", "VIEW", "actor_of", "people", "screen"]
VIEW, ACT = "people.view", "people.act"
RELATION, HISTORY = "people.item.relation", "people.item.history"
LIST, MANAGE = "people.protection.list", "people.protection.manage"
screen = screens(VIEW)


def people(request: HttpRequest) -> PeopleView:
    """What the member of staff may see of people."""
    return visible_to(actor_of(request))
