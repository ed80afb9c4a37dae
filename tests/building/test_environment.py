"""Settings that an operator gives through the environment."""

from pathlib import Path

import pytest

from madoguchi.config.environment import database
from madoguchi.config.prepared import forget, place, recall, remember
from madoguchi.foundation.towns.embedded import default_url


def test_settings_understand_the_address_of_the_embedded_server(tmp_path):
    settings = database(default_url(Path("/srv/mado")))
    assert settings["HOST"] == "/srv/mado/run"
    assert (settings["NAME"], settings["USER"], settings["PORT"]) == ("madoguchi", "postgres", "5432")


def test_settings_understand_an_address_with_a_password():
    settings = database("postgresql://town:p%40ss@db.example:5433/cities?sslmode=require")
    assert (settings["HOST"], settings["PORT"], settings["NAME"]) == ("db.example", "5433", "cities")
    assert (settings["USER"], settings["PASSWORD"], settings["OPTIONS"]) == ("town", "p@ss", {"sslmode": "require"})


def test_another_database_is_refused():
    with pytest.raises(ValueError, match="postgresql"):
        database("mysql://town@db/cities")


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    place(tmp_path).parent.mkdir()
    (tmp_path / "static").mkdir()
    return tmp_path


def test_a_start_remembers_what_it_prepared(data):
    remember(data, 5000, ["四街道市"])
    assert recall(data, 5000) == ["四街道市"]


@pytest.mark.parametrize("change", ["people", "setting", "command", "static"])
def test_and_looks_again_when_something_changed(data, monkeypatch, change):
    remember(data, 5000, [])
    people = 90000 if change == "people" else 5000
    if change == "setting":
        monkeypatch.setenv("DEMO", "0")
    elif change == "command":
        forget(data)
    elif change == "static":
        (data / "static").rmdir()
    assert recall(data, people) is None


def test_a_database_that_others_may_change_is_always_looked_at(data, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://db/cities")
    remember(data, 5000, [])
    assert recall(data, 5000) is None
