"""The parts of an Office file: XML without entities, links to the web at most, pictures that are pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from .errors import UploadRefused
from .images import FORMATS
from .kinds import HEAD, kind_of

UNREADABLE = "ファイルを読み取れません。壊れているおそれがあります。保存し直して、もう一度送ってください。"
LINKED = "ほかのファイルや外のデータにつながっています。リンクと外部接続を解いて（値にして）保存し直してください。"
MACROS = "マクロのあるファイルは受け取れません。マクロのない形式（docx・xlsx・pptx）で保存し直してください。"
SIGNED = "電子署名の付いたファイルは、書き直すと署名が無効になるため受け取れません。署名のない形で送ってください。"
EMBEDDED = "ほかのファイルが埋め込まれています。埋め込みを外し、そのファイルは別に送ってください。"
UNWANTED = {
    "vbaproject": MACROS, "vbadata": MACROS, "macroenabled": MACROS, "macrosheet": MACROS, "dialogsheet": MACROS,
    "activex": MACROS, "/control": MACROS, "customui": MACROS, "extensibility": MACROS,
    "_xmlsignatures": SIGNED, "digital-signature": SIGNED,
    "externallink": LINKED, "connections": LINKED, "querytable": LINKED, "webextension": LINKED,
    "oleobject": EMBEDDED, "afchunk": EMBEDDED,
}  # fmt: skip
"""What the name, the type, or a relation of a part holds → why the file is not taken. Office goes by types and
relations; a name may be anything."""
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|\\\\", re.IGNORECASE)
WEB = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
FETCHING = re.compile(r"\s*(?:\0|(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|LINK|IMPORT)\b)", re.IGNORECASE)
"""Fields of Word that bring something in from elsewhere (ECMA-376, part 1, 17.16.5), or whose very name is worked out
by a field within (NESTED)."""
NESTED = "\0"
TEMPLATE = "attachedTemplate"
FETCHED = (TEMPLATE, "mailMerge")
"""Elements of Word that name a template or a list of addresses to be opened with the file."""
PROPERTIES = frozenset({"coreProperties", "Properties"})
AUTHORS = frozenset({"creator", "lastModifiedBy", "Manager", "Company"})
SIGNS = (b"\x01\x00\x00\x00", b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00", b"BM", b"II*\x00", b"MM\x00*")
"""EMF, WMF (two forms), BMP, TIFF (two forms)."""


def is_picture(content: bytes) -> bool:
    """Whether bytes begin as one of the pictures that Office files hold."""
    return kind_of(content[:HEAD]) in FORMATS or content.startswith(SIGNS)


def check_unwanted(words: str) -> None:
    """Raises UploadRefused for the name, type or relation of a part that is not taken."""
    for unwanted, why in UNWANTED.items():
        if unwanted in words.lower():
            raise UploadRefused(why)


def cleaned_xml(content: bytes) -> bytes:
    """An XML part, parsed and written anew. Raises UploadRefused for what is broken, has a DTD, or fetches.

    What the part is, its root says and not its name.
    """
    root = parsed(content)
    if etree.QName(root).localname == "Relationships":
        check_relations(root)
    if etree.QName(root).localname in PROPERTIES:
        forget_authors(root)
    check_fields(root)
    for name in FETCHED:
        drop(root, name)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def parsed(content: bytes) -> etree._Element:
    """The root of an XML part. Raises UploadRefused."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UploadRefused(UNREADABLE) from error
    if root.getroottree().docinfo.doctype:
        raise UploadRefused(UNREADABLE)
    return root


def check_relations(root: etree._Element) -> None:
    """Of what leads out of the file only links stay; one that does not lead to the web leads nowhere. Raises
    UploadRefused for what would be fetched."""
    for relation in list(root):
        kind, target = str(relation.get("Type", "")), str(relation.get("Target", ""))
        if kind.endswith(f"/{TEMPLATE}"):
            root.remove(relation)
        elif not leads_out(relation, target):
            check_unwanted(kind)
        elif not kind.endswith("/hyperlink"):
            raise UploadRefused(LINKED)
        elif not WEB.match(target):
            relation.set("Target", "#")


def leads_out(relation: etree._Element, target: str) -> bool:
    """True for a relation to something outside of the file, whatever it says of itself."""
    return relation.get("TargetMode", "Internal") != "Internal" or bool(ELSEWHERE.match(target.strip()))


def check_fields(root: etree._Element) -> None:
    """Raises UploadRefused for a field that brings something in."""
    if any(FETCHING.match(code) for code in field_codes(root)):
        raise UploadRefused(LINKED)


def field_codes(root: etree._Element) -> Iterator[str]:
    """The code of every field of a part of Word. It may lie in several runs, and have fields within."""
    for each in named(root, "fldSimple"):
        yield next((str(value) for name, value in each.attrib.items() if str(name).endswith("}instr")), "")
    codes: list[str] = []
    for each in root.iter("{*}fldChar", "{*}instrText"):
        kind = next((value for name, value in each.attrib.items() if str(name).endswith("}fldCharType")), "")
        if kind == "begin":
            codes = [*codes[:-1], codes[-1] + NESTED, ""] if codes else [""]
        elif kind == "end" and codes:
            yield codes.pop()
        elif not kind:
            codes = [*codes[:-1], codes[-1] + (each.text or "")] if codes else [each.text or ""]
    yield from codes


def forget_authors(root: etree._Element) -> None:
    """Empties the names of people and firms in the properties of a file."""
    for name in AUTHORS:
        for each in named(root, name):
            each.text = ""


def drop(root: etree._Element, name: str) -> None:
    """Takes every element of a name out."""
    for each in list(named(root, name)):
        if (above := each.getparent()) is not None:
            above.remove(each)


def named(root: etree._Element, name: str) -> Iterator[etree._Element]:
    """Every element of a name, of whatever namespace."""
    return root.iter(f"{{*}}{name}")
