"""An invented export: five persons with a note each; it can be slow, grow, fail and die."""

import os
import signal
from pathlib import Path

from django import forms

from madoguchi.foundation.exports import offers
from madoguchi.foundation.exports.api import Export, Outline, Refused, Written

PERSONS = [(number, f"架空　{number}子") for number in range(1, 6)]


class NotesForm(forms.Form):
    """No choices."""


def outline(actor, options):
    """As many as there are, or as the options say."""
    return Outline(options.get("persons", len(PERSONS)), ("番号", "氏名"))


def write(actor, options, archive, mark, tell):
    """Writes the persons; dies once in the middle where the options name a marker."""
    with archive.text("覚え書き.csv") as file:
        file.write("番号,氏名\n")
        for at, (number, name) in enumerate(PERSONS):
            if at == 3 and "dies" in options:
                die_once(Path(options["dies"]))
            file.write(f"{number},{name}\n")
            tell(at + 1, len(PERSONS), "書いています")
    if options.get("fault"):
        raise Refused(options["fault"])
    if options.get("crash"):
        raise ZeroDivisionError
    return Written(len(PERSONS), len(PERSONS))


def die_once(marker: Path) -> None:
    """``kill -9`` in the middle of the file, the first time."""
    if not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)


NOTES = Export(
    code="tests.notes",
    name="覚え書き",
    summary="試験のためのものです。",
    permission="exports.ask",
    form=NotesForm,
    outline=outline,
    write=write,
)


def offer() -> None:
    """Offers it in this process alone."""
    offers.exports = lambda: {NOTES.code: NOTES}
