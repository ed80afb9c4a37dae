"""Signs that are looked for, in every form in which bytes may carry them."""

from __future__ import annotations

import base64
import html
import io
import json
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote

NAMES = {
    "name": "鴉羽　秘美子",
    "given": "秘美子",
    "former": "見張　秘美子",
    "kana": "カラスバ　ヒミコ",
    "given_kana": "ヒミコ",
    "child": "幼鴉",
    "child_kana": "ヨウアコ",
    "alias_latin": "KARASUBA",
}
PLACES = {
    "lot": "87654番地",
    "building": "金糸雀荘",
    "previous": "秘境見本町31番地",
    "planned": "隠里見本町77番地",
    "domicile": "本籍見本村5番",
    "koseki_head": "鴉羽　古彦",
    "phone": "090-8765-4321",
    "digits": "09087654321",
}
NUMBERS = {"person": "987650001", "house": "876540009", "code": "98765432109"}
BIRTH = {"iso": "1979-11-13", "short": "S54.11.13", "long": "昭和54年11月13日"}
INDIVIDUAL_NUMBER = "876543210989"
OPENED = {"individual": INDIVIDUAL_NUMBER, "individual_shown": "8765 4321 0989"}
SIGNS = {**NAMES, **PLACES, **NUMBERS, **BIRTH, **OPENED}
PLAINLY_SHOWN = frozenset(SIGNS) - {"digits", "iso", "alias_latin", "given_kana", "code", *OPENED}
"""What the screens of a supervisor show; the others are kept in columns, shown otherwise, or asked for by POST."""


@dataclass(frozen=True)
class Found:
    """A sign that came out where it must not."""

    sign: str
    form: str
    where: str


@cache
def forms(text: str) -> dict[str, bytes]:
    """A text in every form of bytes that is looked for."""
    raw = text.encode()
    found = {
        "plain": raw,
        "html": html.escape(text).encode(),
        "decimal": "".join(f"&#{ord(sign)};" for sign in text).encode(),
        "hex": "".join(f"&#x{ord(sign):x};" for sign in text).encode(),
        "percent": quote(text).encode(),
        "json": json.dumps(text)[1:-1].encode(),
        "json twice": json.dumps(json.dumps(text))[3:-3].encode(),
        "utf-16-le": text.encode("utf-16-le"),
        "utf-16-be": text.encode("utf-16-be"),
        "cp932": text.encode("cp932", errors="ignore"),
        "euc": text.encode("euc_jp", errors="ignore"),
        "hexadecimal": raw.hex().encode(),
    }
    for shift in range(3):
        found[f"base64 {shift}"] = base64_core(raw, shift)
    return {name: form for name, form in found.items() if len(form) >= 6}


def base64_core(raw: bytes, shift: int) -> bytes:
    """What of a text surely stands in base64, wherever in it the text begins."""
    encoded = base64.b64encode(b"\0" * shift + raw)
    return encoded[(shift * 8 + 5) // 6 : len(encoded) - 4]


def signs_in(output: bytes, where: str, leave_out: frozenset[str] = frozenset()) -> list[Found]:
    """Every sign in some bytes, but for those named (what the asker typed comes back on the screen)."""
    lower = output.lower()
    return [
        Found(sign, form, where)
        for sign, text in SIGNS.items()
        if sign not in leave_out
        for form, needle in forms(text).items()
        if needle.lower() in lower
    ]


def within(text: str) -> frozenset[str]:
    """The signs that a typed text brings along, or a part of which it is."""
    bare = text.replace("　", "").replace(" ", "").replace("-", "")
    return frozenset(
        sign
        for sign, planted in SIGNS.items()
        if (plain := planted.replace("　", "").replace("-", "")) in bare or bare in plain
    )


def text_of_pdf(pdf: bytes) -> bytes:
    """Every word of a PDF, also what describes it."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(pdf))
    words = "\n".join(page.extract_text() for page in reader.pages)
    return f"{words}\n{words.replace(' ', '')}\n{dict(reader.metadata or {})}".encode()
