"""The ``madoguchi`` command, as a person and as a program use it."""

import json
import re

import pytest

from madoguchi.config import cli
from madoguchi.config.commands import all_commands
from madoguchi.foundation.commands import Command, Result

WORDS = re.compile(r"\S.* / \S")


@pytest.fixture
def run(run_command):
    """Runs a command; gives status, output and complaints."""

    def call(*words):
        said = run_command(*words)
        return said.status, said.out, said.err

    return call


def test_without_words_it_lists_what_it_can_do(run):
    status, out, _ = run()
    assert status == 0
    for name in ("up", "town create", "town export", "worker"):
        assert f"madoguchi {name}" in out


@pytest.mark.parametrize("command", all_commands(), ids=lambda command: " ".join(command.path))
def test_every_command_explains_itself_in_two_languages(command, capsys):
    assert WORDS.match(command.help), "日本語 / English"
    with pytest.raises(SystemExit) as end:
        cli.main([*command.path, "--help"])
    assert end.value.code == 0
    assert command.help.split(" / ")[0] in capsys.readouterr().out


def test_what_it_does_not_understand_it_says(capsys):
    with pytest.raises(SystemExit) as end:
        cli.main(["twon", "list"])
    assert end.value.code == 2
    assert "twon" in capsys.readouterr().err


@pytest.mark.django_db(transaction=True)
def test_towns_are_listed_for_people_and_for_programs(run):
    status, out, _ = run("town", "list")
    assert (status, out.count("\n")) == (0, 2)
    assert "122289  yotsukaido" in out
    status, out, _ = run("town", "list", "--json")
    assert [(town["schema"], town["open"]) for town in json.loads(out)] == [("yotsukaido", True), ("hinata", True)]


@pytest.mark.django_db(transaction=True)
def test_a_town_is_taken_out_deleted_and_brought_in(run, tmp_path):
    file = tmp_path / "hinata.zip"
    status, out, _ = run("town", "export", "hinata", str(file), "--json")
    assert (status, json.loads(out)["bytes"]) == (0, file.stat().st_size)
    assert run("town", "delete", "hinata", "--confirm", "ひなた町")[0] == 0
    status, out, _ = run("town", "create", "--from", str(file))
    assert (status, "ひなた町（hinata）を作りました" in out) == (0, True)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["town", "delete", "hinata", "--confirm", "hinata"], "ひなた町"),
        (["town", "create", "minato"], "--lg-code"),
        (["town", "create"], "--from"),
        (["town", "create", "hinata"], "もうあります"),
        (["town", "export", "atlantis", "x.zip"], "yotsukaido"),
        (["town", "export", "hinata", "/nowhere/x.zip"], "/nowhere"),
    ],
)
def test_a_refusal_says_why_and_what_to_do(run, words, told):
    status, out, err = run(*words)
    assert (status, out) == (1, "")
    assert told in err
    assert "Traceback" not in err
    status, out, err = run(*words, "--json")
    assert (status, err) == (1, "")
    assert told in json.loads(out)["error"]


@pytest.mark.django_db(transaction=True)
def test_tables_that_are_up_to_date_stay_as_they_are(run):
    status, out, _ = run("db", "migrate", "--json")
    assert (status, json.loads(out)) == (0, {"migrated": []})


@pytest.mark.django_db(transaction=True)
def test_a_command_works_in_the_town_that_is_asked(monkeypatch, run):
    from madoguchi.foundation.towns.current import current_schema

    where = Command(path=("where",), help="x / y", run=lambda args: Result(current_schema()), in_town=True)
    monkeypatch.setattr(cli, "all_commands", lambda: (where,))
    assert run("where")[1] == "yotsukaido\n"
    assert run("where", "--town", "hinata")[1] == "hinata\n"
    assert run("where", "--town", "atlantis")[0] == 1
