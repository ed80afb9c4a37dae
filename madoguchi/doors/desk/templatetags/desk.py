"""``{% load desk %}``: the house's icons in Wagtail's sprite."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from madoguchi.foundation.web.icons import ICONS

register = template.Library()
STROKES = (
    '<svg id="icon-{}" viewBox="0 0 24 24"><g fill="none" stroke="currentColor" stroke-width="1.8"'
    ' stroke-linecap="round" stroke-linejoin="round">{}</g></svg>'
)


@register.simple_tag
def sprite(name: str) -> SafeString:
    """An icon of the house as Wagtail's sprite takes it. Raises KeyError for a name that is not drawn."""
    return format_html(STROKES, name, mark_safe(ICONS[name]))  # noqa: S308 - drawings of the house only
