"""The figures of this system, dated."""

from datetime import date, time
from functools import cache
from pathlib import Path

from madoguchi.foundation.parameters import Parameters, load

FOLDER = Path(__file__).parent / "parameters"


@cache
def parameters(name: str) -> Parameters:
    """The values of one figure."""
    return load(FOLDER / f"{name}.yaml")


def figure(name: str, day: date) -> int:
    """A figure as of a day."""
    return int(parameters(name).at(day))


def hours(day: date) -> tuple[time, time]:
    """Between when and when looks are usual on an open day."""
    opens, closes = parameters("service_hours").at(day)
    return time(*divmod(int(opens), 60)), time(*divmod(int(closes), 60))
