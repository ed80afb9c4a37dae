"""The portal without a database."""

from collections.abc import Iterator

import pytest
from django.test import Client

from madoguchi.doors.portal import views
from madoguchi.foundation.web.catalogues import compile_catalogues
from madoguchi.foundation.web.tests.serving import serving

from . import town

MIDDLEWARE = [
    "madoguchi.doors.portal.tests.town.in_mihon",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
]


@pytest.fixture(scope="session", autouse=True)
def catalogues() -> None:
    compile_catalogues()


@pytest.fixture(autouse=True)
def mihon(settings, monkeypatch) -> None:
    """Only the portal, in an invented town with three procedures and no systems."""
    settings.ROOT_URLCONF = "madoguchi.doors.portal.tests.urls"
    settings.MIDDLEWARE = MIDDLEWARE
    settings.ALLOWED_HOSTS = ["*"]
    settings.MADOGUCHI_DEMO = True
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    monkeypatch.setattr(views, "procedures", lambda schema: town.PROCEDURES)
    monkeypatch.setattr("madoguchi.doors.portal.widgets.systems", tuple)
    monkeypatch.setattr("madoguchi.foundation.defence.limits.count", lambda kind, who, window: 0)


@pytest.fixture
def visitor() -> Client:
    return Client()


@pytest.fixture
def site(mihon) -> Iterator[str]:
    """The portal over HTTP, for a browser."""
    with serving() as url:
        yield url
