"""The door of the engine: what others may import."""

from .addresses import AddressParts, split_address
from .lookups import (
    UnknownPlaceError,
    check_town,
    municipalities,
    municipality,
    postal,
    suggest_towns,
    towns,
)
from .lots import format_lot
from .types import Municipality, Place, Town

__all__ = [
    "AddressParts",
    "Municipality",
    "Place",
    "Town",
    "UnknownPlaceError",
    "check_town",
    "format_lot",
    "municipalities",
    "municipality",
    "postal",
    "split_address",
    "suggest_towns",
    "towns",
]
