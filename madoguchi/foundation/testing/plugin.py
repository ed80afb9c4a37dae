"""The pytest plug-in of the house, loaded by ``conftest.py`` at the root."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from madoguchi.foundation.testing import database

pytest_plugins = [
    "madoguchi.foundation.testing.staff",
    "madoguchi.foundation.testing.browser",
    "madoguchi.foundation.testing.rights",
    "madoguchi.foundation.testing.shell",
    "madoguchi.foundation.testing.keys",
]

# Playwright keeps an event loop in the main thread; Django would take every query for one from async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
HOSTS = "127.0.0.1,::1"


def pytest_configure(config: pytest.Config) -> None:
    """Blocks the network except for this machine; makes settings quick and harmless for tests."""
    config.option.allow_hosts = HOSTS
    config.option.allow_unix_socket = True
    patient_hypothesis()
    from django.conf import settings

    from madoguchi.foundation.web.catalogues import compile_catalogues

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.KEYS_ROOT = database.KEYS
    settings.STATIC_ROOT = database.FOLDER / "static"
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    forget_storages()
    if not hasattr(config, "workerinput"):
        compile_catalogues()  # once, before any worker reads them


def patient_hypothesis() -> None:
    """How fast the machine is says nothing of the code: no example is too slow."""
    from hypothesis import HealthCheck, settings

    settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("house")


def forget_storages() -> None:
    """Lets Django read ``STORAGES`` again: models with files may have asked for a storage when they were loaded."""
    from django.contrib.staticfiles.storage import staticfiles_storage
    from django.core.files.storage import storages
    from django.utils.functional import empty

    storages.__dict__.pop("backends", None)
    storages._backends = None  # type: ignore[attr-defined]
    storages._storages.clear()  # type: ignore[attr-defined]
    staticfiles_storage._wrapped = empty  # type: ignore[attr-defined]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Begins in the house's language: a page that a test before opened in another leaves that one switched on."""
    from django.utils import translation

    translation.deactivate()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says plainly what was not tested, one line for each reason."""
    reasons = sorted({str(report.longrepr[2]) for report in terminalreporter.stats.get("skipped", [])})
    for reason in reasons:
        terminalreporter.write_line(f"試験しなかったもの / not tested: {reason.removeprefix('Skipped: ')}", yellow=True)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """With ``SKIP_NOTHING`` a skipped test counts as a failed one."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("SKIP_NOTHING") and reporter and reporter.stats.get("skipped") and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """URL of the maintenance database of the test server."""
    with database.test_server() as url:
        yield url


@pytest.fixture(scope="session")
def template(server: str, django_test_environment: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[str]:
    """Name of a database with the schema ``public`` and two fresh towns; made once for the present migrations."""
    from django.conf import settings

    name = database.template_name(settings.INSTALLED_APPS)
    with ExitStack() as stack:
        with database.one_at_a_time(), django_db_blocker.unblock():  # type: ignore[attr-defined]
            stack.enter_context(database.in_use(name))
            database.drop_abandoned(server)
            if name not in database.names(server, name):
                make_template(server, name)
        yield name


def make_template(server: str, name: str) -> None:
    """Migrates ``public`` and both towns into a new database; it bears its name only when it is whole."""
    database.drop_unused(server)
    building = f"madoguchi_building_{os.getpid()}"
    database.recreate(server, building, "template0")
    try:
        connect_to(database.at(server, building))
        build_towns()
        disconnect()
        database.recreate(server, name, building)
    finally:
        disconnect()
        database.drop(server, building)


def build_towns() -> None:
    """Two towns as ``create_town`` makes them."""
    from madoguchi.foundation.access import SYSTEM_ACTOR
    from madoguchi.foundation.towns.actions import create_town
    from madoguchi.foundation.towns.data import read_town
    from madoguchi.foundation.towns.migrating import migrate_public

    migrate_public()
    for index, schema in enumerate(database.TOWNS):
        create_town(SYSTEM_ACTOR, data=read_town(schema), is_default=index == 0)


def connect_to(url: str) -> None:
    """Points Django's connection at a database, also those that other threads will open."""
    from django.db import connection

    from madoguchi.config.environment import database as settings_of

    connection.close()
    connection.settings_dict.update(settings_of(url))


def lay_keys() -> None:
    """Gives this process the keys that the template's towns were made with; some tests delete a town with its keys."""
    from django.conf import settings

    shutil.copytree(database.KEYS, settings.KEYS_ROOT, dirs_exist_ok=True)


def disconnect() -> None:
    """Closes Django's connection of this thread."""
    from django.db import connection

    connection.close()


@pytest.fixture(scope="session")
def django_db_setup(
    server: str, template: str, django_db_blocker: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Gives this process a copy of the template, and takes it away at the end."""
    from django.conf import settings
    from django.test import TransactionTestCase

    name = database.worker_database()
    database.recreate(server, name, template)
    connect_to(database.at(server, name))
    # Servers that tests start serve as the application does.
    os.environ["APP_DATABASE_URL"] = database.as_application(database.at(server, name))
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("files")
    settings.AUDIT_FOLDER = tmp_path_factory.mktemp("audit")
    settings.KEYS_ROOT = tmp_path_factory.mktemp("keys")
    os.environ["KEYS"] = str(settings.KEYS_ROOT)  # for the processes that tests start
    lay_keys()

    def start_afresh(case: TransactionTestCase) -> None:
        disconnect()
        database.recreate(server, name, template)
        lay_keys()

    TransactionTestCase._fixture_teardown = start_afresh  # type: ignore[attr-defined]
    yield
    disconnect()
    database.drop(server, name)


@pytest.fixture
def database_url(server: str, transactional_db: None) -> str:
    """URL of this process's database, for a test that starts processes of its own; what they write is committed."""
    return database.at(server, database.worker_database())


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference data beside the checkout; a test that needs it fails where it is missing."""
    folder = database.ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.fail(f"reference data missing: {folder}")
    return folder
