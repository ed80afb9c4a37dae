"""Processes that a test starts: on the test's own database, or for a city of their own."""

from __future__ import annotations

import os

from madoguchi.foundation.testing.database import as_application

SETTINGS = "madoguchi.config.settings"
# What the tests' own towns are reached by, and as whom.
OF_THE_TESTS = ("DATABASE_URL", "APP_DATABASE_URL", "DATABASE_AS", "KEYS", "DATA", "DJANGO_SETTINGS_MODULE")


def on_database(url: str, **given: str) -> dict[str, str]:
    """The environment of a process that works on the test's own database with its keys."""
    own = {"DATABASE_URL": url, "APP_DATABASE_URL": as_application(url), "DJANGO_SETTINGS_MODULE": SETTINGS}
    return {**os.environ, **own, **given}


def of_its_own(**given: str) -> dict[str, str]:
    """The environment of a process that knows nothing of the tests' database, files and keys."""
    return {**{key: value for key, value in os.environ.items() if key not in OF_THE_TESTS}, **given}
