"""What may be asked for."""

from __future__ import annotations

from argparse import ArgumentParser
from importlib.util import find_spec

import pytest

from bench.__main__ import parser
from bench.city.web import TOKEN
from bench.running import MEASURES, MILLION, Bench
from madoguchi.config.commands import bench as command


def bench(**columns):
    """A bench that nothing is measured on."""
    return Bench(**{"people": 90_000, "million": False, "quick": False, "say": print, **columns})


def test_the_whole_city_is_measured_unless_asked_otherwise():
    args = parser().parse_args([])
    assert (args.residents, args.million, args.only, args.quick) == (90_000, False, None, False)


def test_an_unknown_measure_is_refused():
    with pytest.raises(SystemExit):
        parser().parse_args(["--only", "weather"])


def test_the_million_is_searched_beside_the_city():
    assert bench().sizes == (90_000,)
    assert bench(million=True).sizes == (90_000, MILLION)


def test_quick_takes_a_fifth_of_the_samples_but_never_too_few():
    assert bench().samples(500) == 500
    assert (bench(quick=True).samples(500), bench(quick=True).samples(20)) == (100, 10)


def test_every_measure_has_a_module():
    assert all(find_spec(f"bench.measures.{name}") for name in MEASURES)


def test_the_token_of_a_form_is_found():
    assert TOKEN.search('<input type="hidden" name="csrfmiddlewaretoken" value="abc">')[1] == "abc"


def test_madoguchi_bench_hands_its_words_on(monkeypatch):
    asked = []

    class Done:
        returncode = 1

    monkeypatch.setattr(command.subprocess, "run", lambda words, **_: asked.append(words) or Done())
    assert command.bench(command_args(["--quick", "--only", "search"])).status == 1
    assert asked[0][1:8] == ["-m", "bench", "--residents", "90000", "--only", "search", "--quick"]


def command_args(words):
    """The command's arguments as its parser gives them."""
    grammar = ArgumentParser()
    command.arguments(grammar)
    grammar.add_argument("--json", action="store_true")
    return grammar.parse_args(words)
