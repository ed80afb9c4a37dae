"""What every desk page may say: the menu of whoever is logged in, and where they sit."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .menu import entries
from .seat import seating


def menu(request: HttpRequest) -> dict[str, object]:
    """Context processor: ``menu`` and ``seating``, computed only where a template asks for them."""
    return {
        "menu": SimpleLazyObject(lambda: entries(request.actor, request.path)),  # type: ignore[attr-defined]
        "seating": SimpleLazyObject(lambda: seating(request)),
    }
