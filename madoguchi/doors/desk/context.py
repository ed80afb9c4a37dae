"""What every desk page may say: the menu of whoever is logged in."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .menu import entries


def menu(request: HttpRequest) -> dict[str, object]:
    """Context processor: ``menu``, computed only where a template asks for it."""
    return {"menu": SimpleLazyObject(lambda: entries(request.actor, request.path))}  # type: ignore[attr-defined]
