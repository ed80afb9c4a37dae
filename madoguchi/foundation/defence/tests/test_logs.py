"""Whoever reads the log learns where something broke, and nothing of anybody."""

import logging
import logging.config

import pytest
from django.db import IntegrityError, connection, transaction

from madoguchi.foundation.access.models import User
from madoguchi.foundation.defence.logs import SilentFormatter, scrubbed

FORMATTER = SilentFormatter("{levelname} {name} {message}", style="{")


def written(message, *arguments, exc_info=None):
    record = logging.LogRecord("x", logging.ERROR, __file__, 1, message, arguments, exc_info)
    return FORMATTER.format(record)


def caught(act):
    try:
        act()
    except Exception as error:
        return type(error), error, error.__traceback__
    raise AssertionError("nothing was raised")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Not Found: /desk/residents/?q=渡辺+直美&x=1", "Not Found: /desk/residents/?…"),
        ("GET /a?b=c HTTP/1.1", "GET /a?… HTTP/1.1"),
        ("why? because", "why? because"),
        ("one\n2026-11-25 ERROR forged", "one\\x0a2026-11-25 ERROR forged"),
        ("a\x1b[31mred", "a\\x1b[31mred"),
    ],
)
def test_queries_and_line_breaks_are_taken_out(said, kept):
    assert scrubbed(said) == kept


def test_an_exception_is_told_by_class_and_place():
    def act():
        try:
            raise KeyError("渡辺　直美")
        except KeyError as error:
            raise RuntimeError("渡辺 in 大日") from error

    said = written("failed", exc_info=caught(act))
    assert "渡辺" not in said and "大日" not in said
    assert "builtins.RuntimeError" in said and "builtins.KeyError" in said
    assert "test_logs.py" in said


@pytest.mark.django_db
def test_what_the_database_quotes_stays_out(clerk):
    def act():
        with transaction.atomic():
            User.objects.create(username=clerk.username, name="別の　人")

    kind, error, trace = caught(act)
    assert kind is IntegrityError and clerk.username in str(error)
    said = written("failed", exc_info=(kind, error, trace))
    assert clerk.username not in said
    assert "SQLSTATE 23505" in said


@pytest.mark.django_db
def test_the_settings_log_through_it(capsys, settings, clerk_client):
    handlers = settings.LOGGING["handlers"]
    assert {handler["formatter"] for handler in handlers.values()} == {"line"}
    assert settings.LOGGING["formatters"]["line"]["()"].endswith("SilentFormatter")
    logging.config.dictConfig(settings.LOGGING)  # anew: other tests may have changed who listens
    clerk_client.get("/desk/nowhere-at-all/?q=渡辺")
    written_down = capsys.readouterr().err
    assert "nowhere-at-all" in written_down
    assert "渡辺" not in written_down


@pytest.mark.django_db
def test_the_embedded_server_writes_no_statement_down():
    """Its own log would quote the values of a statement that fails."""
    with connection.cursor() as cursor:
        for setting, value in {"log_min_error_statement": "panic", "log_error_verbosity": "terse"}.items():
            cursor.execute(f"SHOW {setting}")
            assert cursor.fetchone()[0] == value
        cursor.execute("SHOW log_parameter_max_length_on_error")
        assert cursor.fetchone()[0] == "0"
