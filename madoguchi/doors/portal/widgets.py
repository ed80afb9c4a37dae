"""Boxes that systems put on the home (いまの窓口): each manifest's ``portal`` names a template and a provider."""

import logging
from collections.abc import Iterable

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString

from madoguchi.foundation.registry import Portal, systems

logger = logging.getLogger(__name__)


def widgets(request: HttpRequest, town: str) -> list[SafeString]:
    """The rendered boxes of all systems, in their order; those with nothing to say are left out."""
    boxes = sorted((box for system in systems() for box in system.portal), key=lambda box: box.order)
    return rendered(boxes, request, town)


def rendered(boxes: Iterable[Portal], request: HttpRequest, town: str) -> list[SafeString]:
    """Each box that has something to say."""
    drawn = (draw(box, request, town) for box in boxes)
    return [html for html in drawn if html is not None]


def draw(box: Portal, request: HttpRequest, town: str) -> SafeString | None:
    """One box: the provider, called with the town's schema name, gives the template's context, or None for no box.

    A box that fails says so in its place: one system must not take the home from everyone.
    """
    try:
        facts = import_string(box.provider)(town)
        return None if facts is None else render_to_string(box.template, facts, request)
    except Exception:
        logger.exception("portal box %s failed", box.provider)
        return render_to_string("portal/parts/widget_failed.html", {}, request)
