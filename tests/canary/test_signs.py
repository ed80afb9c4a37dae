"""The search for signs finds what it is made to find."""

from __future__ import annotations

import base64
import html
import json
from urllib.parse import quote

import pytest

from .signs import SIGNS, signs_in, within

TEXT = f"…{SIGNS['name']}さんは{SIGNS['lot']}に"
CARRIERS = {
    "as it is": TEXT.encode(),
    "html": html.escape(TEXT).encode(),
    "entities": "".join(f"&#{ord(sign)};" for sign in TEXT).encode(),
    "percent": quote(TEXT).encode(),
    "percent in small letters": quote(TEXT).lower().encode(),
    "json": json.dumps({"a": TEXT}).encode(),
    "json in json": json.dumps(json.dumps(TEXT)).encode(),
    "utf-16": TEXT.encode("utf-16"),
    "shift_jis": TEXT.encode("cp932"),
    "euc-jp": TEXT.encode("euc_jp"),
    **{f"base64 after {shift}": base64.b64encode(b"." * shift + TEXT.encode()) for shift in range(3)},
}


@pytest.mark.parametrize("carrier", CARRIERS)
def test_a_sign_is_found_in_whatever_form(carrier: str) -> None:
    assert {"name", "lot"} <= {found.sign for found in signs_in(CARRIERS[carrier], carrier)}


def test_nothing_is_found_where_nothing_is() -> None:
    harmless = "見張　剛さんは大日9812番地に住む。電話 043-000-0000、昭和54年11月12日".encode()
    assert signs_in(harmless, "harmless") == []


def test_what_was_typed_is_known() -> None:
    assert within("鴉羽 秘美子") >= {"name", "given"}
    assert "lot" in within("鹿渡87654番地") and "building" not in within("鹿渡87654番地")
    assert within("山田") == frozenset()
