"""Law as dated data: figures with from-dates, articles and sources, read from YAML."""

from .loading import load, load_all
from .series import Entry, NoValueError, ParameterError, Parameters, Value

__all__ = ["Entry", "NoValueError", "ParameterError", "Parameters", "Value", "load", "load_all"]
