"""Who asks, who decides, and an invented export."""

import shutil
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from madoguchi.foundation.exports import offers
from madoguchi.foundation.exports.api import Wish, ask_export

from .notes import NOTES


@pytest.fixture(autouse=True)
def notes(request, monkeypatch):
    """The only thing that is offered; every test begins without files."""
    monkeypatch.setattr(offers, "exports", lambda: {NOTES.code: NOTES})
    if "django_db" in request.keywords:
        request.getfixturevalue("town")
        shutil.rmtree(default_storage.path("exports"), ignore_errors=True)


@pytest.fixture
def wish():
    """Why, and what becomes of it."""
    day = timezone.localdate() + timedelta(days=30)
    return Wish(reason="移行の確認（起案第12号）", usage="突合", place="情報推進課の共有フォルダー", delete_by=day)


@pytest.fixture
def ask(supervisor, wish):
    """Asks as the supervisor."""

    def asked(**options):
        return ask_export(supervisor.as_actor(), export=NOTES.code, options=options, wish=wish)

    return asked
