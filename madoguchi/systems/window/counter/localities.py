"""Addresses as they are typed at the counter, in parts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db import connection

from madoguchi.engines.people.api import Address
from madoguchi.engines.places.api import UnknownPlaceError, check_town, municipality, postal, split_address
from madoguchi.foundation.text import to_halfwidth

PLAIN = re.compile(r"^(?P<town>\D*?(?:[一二三四五六七八九十]+丁目)?)(?P<lot>[\d０-９].*)?$")


@dataclass(frozen=True)
class Locality:
    """The municipality of the counter."""

    prefecture: str
    city: str
    lg_code: str
    known: bool

    @property
    def code(self) -> str:
        """The code where the postal data knows it, "" for an invented town."""
        return self.lg_code if self.known else ""


def here() -> Locality:
    """The town that the connection works in."""
    town = connection.tenant  # type: ignore[attr-defined]
    return Locality(town.prefecture, town.name, town.lg_code, is_known(town.lg_code))


def is_known(lg_code: str) -> bool:
    """Whether the postal data has the municipality."""
    try:
        municipality(lg_code)
    except UnknownPlaceError:
        return False
    return True


def local_address(place: Locality, text: str, building: str = "", postal_code: str = "") -> Address:
    """An address in the town, from what was typed: めいわ3-98-12 becomes めいわ三丁目 and 98-12. The postal code is
    looked up where it was left out."""
    if not place.known:
        match = PLAIN.match(text.strip())
        town, lot = (match["town"], match["lot"] or "") if match else (text.strip(), "")
        code = re.sub(r"\D", "", to_halfwidth(postal_code))
        return Address(prefecture=place.prefecture, city=place.city, town=town, lot=lot, building=building,
                       postal_code=code, lg_code=place.lg_code)  # fmt: skip
    parts = split_address(text, within=place.lg_code)
    return Address(
        prefecture=parts.prefecture,
        city=parts.city,
        town=parts.town_chome,
        lot=parts.lot,
        building=building.strip() or parts.building,
        postal_code=re.sub(r"\D", "", to_halfwidth(postal_code)) or parts.postal_code,
        lg_code=parts.lg_code,
    )


def outside_address(text: str, country: str = "") -> Address:
    """An address outside the town or, with ``country``, abroad; what cannot be told apart stays in the town's name."""
    if country.strip():
        return Address(country=country.strip(), town=text.strip())
    parts = split_address(text)
    return Address(
        prefecture=parts.prefecture,
        city=parts.city,
        town=parts.town_chome,
        lot=parts.lot,
        building=parts.building,
        postal_code=parts.postal_code,
        lg_code=parts.lg_code,
    )


def town_of_postal_code(place: Locality, postal_code: str) -> str:
    """町域 of a postal code of this town, "" where it is none."""
    return next((each.town for each in postal(postal_code) if each.lg_code == place.lg_code), "")


def town_matches(place: Locality, address: Address) -> bool | None:
    """Whether the postal data has the town's name; None where nothing can be said."""
    if not place.known or not address.town:
        return None
    return check_town(place.lg_code, re.sub(r"[一二三四五六七八九十]+丁目$", "", address.town)) is not None
