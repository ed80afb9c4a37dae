"""What is true of 印鑑登録 on paper too: pure functions, with days and figures passed in."""

from .endings import Ending, Situation, ending_of
from .impressions import CHECKS, Check, impression_faults, near_limits, size_faults, unticked
from .names import Basis, Names, basis_of, shows
from .numbers import make_number, valid_number
from .persons import Applicant, Route, person_faults, route_faults
from .refusals import GROUNDS, Refusal
from .stated import Stated, agrees
from .timeline import Event, Span, spans

__all__ = [
    "CHECKS",
    "GROUNDS",
    "Applicant",
    "Basis",
    "Check",
    "Ending",
    "Event",
    "Names",
    "Refusal",
    "Route",
    "Situation",
    "Span",
    "Stated",
    "agrees",
    "basis_of",
    "ending_of",
    "impression_faults",
    "make_number",
    "near_limits",
    "person_faults",
    "route_faults",
    "shows",
    "size_faults",
    "spans",
    "unticked",
    "valid_number",
]
