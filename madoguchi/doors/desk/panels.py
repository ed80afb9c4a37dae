"""Panels of the dashboard."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from wagtail.admin.ui.components import Component

from .menu import EVERYONE, entries
from .work import work_of


class WorkPanel(Component):
    """What waits for whoever is logged in, and the doors to their systems."""

    name = "work"
    template_name = "desk/work.html"
    order = 10

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """The work of each system, the entries of the menu, and whether these are only what everyone has."""
        actor = parent_context["request"].actor
        found = entries(actor)
        only_common = all(entry.division == EVERYONE for entry in found)
        shown = {"groups": list(work_of(actor)), "entries": found, "only_common": only_common}
        return {**shown, "actor": actor, "now": timezone.localtime()}
