"""What every screen of the seals has, and what it shows."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from madoguchi.engines.people.api import PersonRecord, visible_to
from madoguchi.foundation.web.screens import actor_of, screens

from ..system import USE

__all__ = ["actor_of", "paper", "person_of", "picture", "screen"]
screen = screens(USE)


def person_of(request: HttpRequest, person_id: int) -> PersonRecord:
    """The person, as the member of staff may see them; the look is logged. Raises Held, Person.DoesNotExist."""
    return visible_to(actor_of(request)).person(person_id)


def paper(pdf: bytes, name: str) -> HttpResponse:
    """A PDF to look at and print."""
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def picture(png: bytes) -> HttpResponse:
    """A PNG for a screen."""
    return HttpResponse(png, content_type="image/png", headers={"X-Content-Type-Options": "nosniff"})
