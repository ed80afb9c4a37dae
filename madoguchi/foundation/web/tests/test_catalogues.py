"""Every word of the portal is there in four languages, and the catalogues compile without gettext."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils.translation import templatize

from madoguchi.foundation.web.catalogues import compile_catalogues

MADOGUCHI = Path(__file__).resolve().parents[3]
FOLDERS = sorted({str(path.parents[2].relative_to(MADOGUCHI)) for path in MADOGUCHI.rglob("locale/en/LC_MESSAGES")})
LANGUAGES = ("en", "zh_Hans", "ko")


def catalogue(folder: str, language: str):
    path = MADOGUCHI / folder / "locale" / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as source:
        return read_po(source, locale=language)


def words_of_templates(folder: str) -> set[str]:
    found: set[str] = set()
    for path in (MADOGUCHI / folder).rglob("templates/**/*.html"):
        code = templatize(path.read_text(encoding="utf-8"))
        found |= set(re.findall(r"gettext\(u?'((?:[^'\\]|\\.)*)'", code))
    return {word for word in found if word}


def words_of_code(folder: str) -> set[str]:
    files = (path for path in (MADOGUCHI / folder).rglob("*.py") if "tests" not in path.parts)
    call = re.compile(r'(?:\b_|gettext)\("([^"\\]+)"\)')
    return {word for path in files for word in call.findall(path.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_left_in_japanese(folder, language):
    known = {
        (message.id[0] if isinstance(message.id, tuple) else message.id): message.string
        for message in catalogue(folder, language)
        if message.id
    }
    wanted = words_of_templates(folder) | words_of_code(folder)
    assert wanted, "the search for words found none"
    assert {word for word in wanted if not known.get(word)} == set()


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_placeholders_and_no_kana(folder, language):
    for message in catalogue(folder, language):
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        for text in strings if message.id else ():
            assert set(re.findall(r"%\(\w+\)s", text)) == set(re.findall(r"%\(\w+\)s", ids[0])), ids
            assert not re.search("[ぁ-んァ-ヶ]", text), text


def test_compiling_writes_what_changed_and_nothing_twice(tmp_path):
    folder = tmp_path / "locale" / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text('msgid ""\nmsgstr ""\n"Language: en\\n"\n\nmsgid "手続"\nmsgstr "Procedures"\n')
    assert compile_catalogues(tmp_path) == [folder / "django.mo"]
    assert b"Procedures" in (folder / "django.mo").read_bytes()
    assert compile_catalogues(tmp_path) == []
