"""Digits that are no decimal digits (², ③, 一) where a number is expected: Python calls some of them digits and cannot
read them."""

from __future__ import annotations

import pytest

from madoguchi.foundation.testing.walking import Walk

from .city import City

ODD = "²"
ASKED = ("after", "year", "q", "person", "case", "page", "event", "state", "first", "last", "number")


@pytest.mark.parametrize("who", ["", "everyone"])
def test_no_page_fails_over_an_odd_digit(city: City, who: str) -> None:
    client = city.client(who)
    pages = sorted({address.partition("?")[0] for address in Walk(client).pages})
    failed = [page for page in pages if client.get(page, dict.fromkeys(ASKED, ODD)).status_code >= 500]
    assert len(pages) > 10 and failed == []
