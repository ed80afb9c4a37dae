"""The door of the organisation: who sits where on a day, who is absent, who decides in whose place."""

from .actions.absences import end_absence, enter_absence
from .actions.deputies import Place, end_deputy, set_deputy
from .actions.leading import leads, leads_member, led_by
from .actions.loads import decide_load, load_divisions, load_transfers, submit_load, withdraw_load
from .actions.previewing import Preview, preview
from .actions.showing import Shown
from .errors import Refused
from .files.divisions import NAMES as LEVEL_HEADINGS
from .files.divisions import OWN as DIVISION_HEADINGS
from .files.reading import Fault, Faulty
from .files.transfers import HEADINGS as TRANSFER_HEADINGS
from .models import Absence, Deputy, Load
from .permissions import APPROVE, LEAD, MANAGE
from .queries.absences import absences_on, away, coming_absences, is_absent
from .queries.chart import Box, Chart, Sitter, chart, sitters_of, time_of
from .queries.deputies import covers, deputies_for, deputies_of, deputies_set
from .queries.loads import kept, loads, unplaced
from .queries.seats import heads_of, last_seats, led_people, line_of, seat, seats, seats_in, seats_of
from .seats import Seat
from .town_data import organisation

__all__ = [
    "APPROVE", "DIVISION_HEADINGS", "LEAD", "LEVEL_HEADINGS", "MANAGE", "TRANSFER_HEADINGS",
    "Absence", "Box", "Chart", "Deputy", "Fault", "Faulty", "Load", "Place", "Preview", "Refused", "Seat", "Shown",
    "Sitter", "absences_on", "away", "chart", "coming_absences", "covers", "decide_load", "deputies_for",
    "deputies_of", "deputies_set", "end_absence", "end_deputy", "enter_absence", "heads_of", "is_absent", "kept",
    "last_seats", "leads", "leads_member", "led_by", "led_people", "line_of", "load_divisions", "load_transfers",
    "loads", "organisation", "preview", "seat", "seats", "seats_in", "seats_of", "set_deputy", "sitters_of",
    "submit_load", "time_of", "unplaced", "withdraw_load",
]  # fmt: skip
