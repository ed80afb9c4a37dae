"""Screens without a database: only the middleware that a page needs, and a town that is invented."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.test import RequestFactory
from django.utils import translation

PLAIN_STATIC = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


@pytest.fixture(autouse=True)
def bare(settings) -> Iterator[None]:
    settings.STORAGES = PLAIN_STATIC
    settings.ROOT_URLCONF = "madoguchi.foundation.web.tests.urls"
    with translation.override("ja"):
        yield


@pytest.fixture
def request_of_town():
    request = RequestFactory().get("/")
    names = {"ja": "みほん市", "en": "Mihon City"}
    request.tenant = SimpleNamespace(name="みほん市", schema_name="mihon", lg_code="", profile={"names": names})
    return request
