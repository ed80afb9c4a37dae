"""PDF that is sent: what acts or hides goes, the pages stay."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Stream, String

from madoguchi.foundation.uploads import UploadRefused, clean_pdf, read_attachment

WORDS = b"BT /F1 24 Tf 72 720 Td (Madoguchi) Tj ET"


def script() -> Dictionary:
    """An action that runs something."""
    return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def made(change: Callable[[pikepdf.Pdf], None] = lambda document: None, **saving: Any) -> bytes:
    """A page with a word on it, changed."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(595, 842))
    page.obj.Contents = Stream(document, WORDS)
    page.obj.Resources = Dictionary(
        Font=Dictionary(F1=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    )
    change(document)
    out = io.BytesIO()
    document.save(out, **saving)
    return out.getvalue()


def cleaned(content: bytes) -> bytes:
    """The file as it is kept."""
    return clean_pdf(io.BytesIO(content))


def opens_a_script(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = document.make_indirect(script())


def names_a_script(document: pikepdf.Pdf) -> None:
    document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script()])))


def a_page_acts(document: pikepdf.Pdf) -> None:
    document.pages[0].obj.AA = Dictionary(O=script())


def a_link_launches(document: pikepdf.Pdf) -> None:
    action = Dictionary(S=Name.Launch, F=String("calc.exe"))
    document.pages[0].obj.Annots = Array(
        [Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=action)]
    )


def a_link_is_followed_by_a_script(document: pikepdf.Pdf) -> None:
    action = Dictionary(S=Name.URI, URI=String("https://example.jp/"), Next=Array([script()]))
    document.pages[0].obj.Annots = Array(
        [Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=action)]
    )


def it_carries_a_file(document: pikepdf.Pdf) -> None:
    document.attachments["calc.exe"] = pikepdf.AttachedFileSpec(document, b"MZ calc.exe", filename="calc.exe")


def it_sends_a_form(document: pikepdf.Pdf) -> None:
    action = Dictionary(S=Name.SubmitForm, F=String("https://example.jp/"))
    document.Root.AcroForm = Dictionary(Fields=Array([]), XFA=Stream(document, b"<xdp/>"), A=action)


HARMFUL = [opens_a_script, names_a_script, a_page_acts, a_link_launches, a_link_is_followed_by_a_script,
           it_carries_a_file, it_sends_a_form]  # fmt: skip
SIGNS = (b"JavaScript", b"app.alert", b"/Launch", b"calc.exe", b"/SubmitForm", b"/XFA", b"/OpenAction", b"/AA", b"/EF")


def plain(content: bytes) -> bytes:
    """Every object of a file in plain text."""
    with pikepdf.open(io.BytesIO(content)) as document:
        out = io.BytesIO()
        document.save(
            out,
            qdf=True,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
        return out.getvalue()


@pytest.mark.parametrize("change", HARMFUL)
def test_what_acts_or_hides_goes_and_the_page_stays(change: Callable[[pikepdf.Pdf], None]) -> None:
    sent = made(change)
    assert any(sign in plain(sent) for sign in SIGNS), "the sample does harm"
    kept = plain(cleaned(sent))
    assert not [sign for sign in SIGNS if sign in kept]
    assert b"(Madoguchi) Tj" in kept


def test_a_harmless_file_keeps_its_links_and_is_the_same_each_time() -> None:
    def links(document: pikepdf.Pdf) -> None:
        action = Dictionary(S=Name.URI, URI=String("https://example.jp/"))
        annotation = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=action)
        document.pages[0].obj.Annots = Array([annotation])

    sent = made(links)
    assert b"https://example.jp/" in plain(cleaned(sent))
    assert cleaned(sent) == cleaned(sent)


def test_what_stands_behind_the_end_of_the_file_goes() -> None:
    assert b"PK\x03\x04" not in cleaned(made() + b"\nPK\x03\x04 hidden")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空です"),
        (b"%PDF-1.7 x", "読み取れません"),
        (b"GIF89a", "PDFのファイルではありません"),
        (made()[: len(made()) // 3], "読み取れません"),
        (made(encryption=pikepdf.Encryption(owner="o", user="u")), "パスワード"),
        (made(encryption=pikepdf.Encryption(owner="o", user="")), "制限"),
        (made(lambda document: setattr(document.Root, "AcroForm", Dictionary(SigFlags=3))), "署名"),
    ],
)
def test_what_cannot_be_written_anew_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(UploadRefused, match=words):
        cleaned(content)


def test_a_large_file_is_refused_before_it_is_read() -> None:
    with pytest.raises(UploadRefused, match="大きすぎます"):
        clean_pdf(io.BytesIO(made() + b" " * 2_000_000), most_bytes=1_000_000)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_broken_file_is_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    content = bytearray(made(opens_a_script))
    for _ in range(data.draw(st.integers(1, 12))):
        content[data.draw(st.integers(5, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        kept = cleaned(bytes(content))
    except UploadRefused:
        return
    assert b"app.alert" not in plain(kept) or b"/JavaScript" not in plain(kept)


def test_an_attached_pdf_is_called_what_it_is() -> None:
    found = read_attachment("見積書.exe", io.BytesIO(made(it_carries_a_file)))
    assert (found.name, found.content_type) == ("見積書.pdf", "application/pdf")
    assert found.content == cleaned(made(it_carries_a_file))
