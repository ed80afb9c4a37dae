"""What every page may say of the town: its name, its office, its languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, gettext

SHOWN = ("office", "postal_code", "address", "phone", "hours", "closed")


@dataclass(frozen=True)
class TownFacts:
    """A town as a page shows it, in the language of the page.

    A fact that is not known is the empty string; one that the town's data calls provisional ends in （仮）.
    """

    name: str
    office: str = ""
    postal_code: str = ""
    address: str = ""
    phone: str = ""
    hours: str = ""
    closed: str = ""
    lg_code: str = ""


@dataclass(frozen=True)
class Language:
    """One entry of the language switch: the same page in another language."""

    code: str
    name: str
    url: str
    current: bool


def town(request: HttpRequest) -> dict[str, object]:
    """Context processor: ``town``, ``languages``, ``demo`` and ``desk_url`` ("" where no desk is installed).

    Worked out only where a template uses them: this runs for every part of every desk page too.
    """
    return {
        "town": SimpleLazyObject(partial(facts, request)),
        "languages": partial(languages, request),
        "demo": bool(getattr(settings, "MADOGUCHI_DEMO", False)),
        "desk_url": desk_url,
    }


def facts(request: HttpRequest) -> TownFacts:
    """The facts of the request's town; an unnamed city hall where the request belongs to no town."""
    tenant = getattr(request, "tenant", None)
    profile = getattr(tenant, "profile", None) or {}
    name = said(profile.get("names")) or getattr(tenant, "name", "") or "電子市役所"
    doubtful = profile.get("provisional") or ()
    told = {key: marked(said(profile.get(key)), doubtful=key in doubtful) for key in SHOWN}
    return TownFacts(name=name, lg_code=getattr(tenant, "lg_code", "") or "", **told)


def said(value: object) -> str:
    """A fact in the page's language: a plain value for all, or a mapping of language code → words with ``ja``."""
    if isinstance(value, Mapping):
        return str(value.get(get_language() or "ja") or value.get("ja") or "")
    return str(value or "")


def marked(words: str, *, doubtful: bool) -> str:
    """A fact that is not known for certain, with 仮 behind it."""
    return f"{words}{gettext('（仮）')}" if words and doubtful else words


def languages(request: HttpRequest) -> list[Language]:
    """The languages of the portal with the address of this page in each."""
    current = get_language()
    return [
        Language(code, str(name), translated(request.get_full_path(), code), code == current)
        for code, name in settings.LANGUAGES
    ]


def translated(path: str, language: str) -> str:
    """The same page in another language; the home where the page has no address of its own (an error page)."""
    url = translate_url(path, language)
    if url == path and language != get_language():
        return home(language)
    return url


def home(language: str) -> str:
    """The home in a language: ``/`` in the source language, ``/en/`` and so on in the others."""
    return "/" if language == settings.LANGUAGE_CODE else f"/{language}/"


def desk_url() -> str:
    """Where the staff enter, or "" where there is no desk."""
    try:
        return reverse("wagtailadmin_home")
    except NoReverseMatch:
        return ""
