"""Where a draft is shown. The engine has no screens: they are a system's, and may not be there."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse

from .models import Draft

PAGE = "approvals:detail"


def page_of(draft: Draft) -> str:
    """The path of a draft's page; "" where no screens are there."""
    try:
        return reverse(PAGE, args=(draft.pk,))
    except NoReverseMatch:
        return ""
