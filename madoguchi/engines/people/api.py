"""The door of the resident record: what other engines and systems may import.

Writes: the acts below, each ``(actor, *, notice, …) -> Act``. Reads for a person's eyes: ``visible_to(actor)``,
which keeps guarded persons (支援措置 and other holds) from those who may not see them.
"""

from .actions.bulk import Batch, Progress, Written, write_batch
from .actions.cancel import cancel
from .actions.codes import set_individual_number, set_resident_code
from .actions.facts import change_alias, change_former_name, change_name, gain_nationality, lose_nationality
from .actions.household import change_head, change_household, fix_relations, merge_households, split_household
from .actions.leaving import confirm_move_out, move_out
from .actions.moving import move_in, move_within
from .actions.openings import ask_opening, close_opening, decide_opening, withdraw_opening
from .actions.outsiders import change_contact, register_outsider
from .actions.permits import change_permit
from .actions.preview import Preview, preview
from .actions.proposals import decide, preview_proposal, propose, withdraw
from .actions.protection import (
    add_protected,
    confirm_end,
    decide_ending,
    lift_hold,
    place_hold,
    propose_ending,
    renew_protection,
    start_protection,
    withdraw_ending,
)
from .actions.search_keys import refresh_due
from .actions.vital import birth, death
from .errors import Caution, Fault, Held, Refused, Stale, translated
from .inputs import Newcomer, Notice, PermitFacts, PersonFacts
from .law import ActLaw, law_of, notice_deadline
from .models import (
    Act,
    ActKind,
    AgencyKind,
    EndReason,
    Hold,
    HoldReason,
    Household,
    Opening,
    Person,
    PersonKind,
    Proposal,
    ProtectionCase,
    ProtectionEnding,
    ProtectionKind,
    RemovalReason,
)
from .purposes import NumberPurpose, number_purposes
from .queries import visible_to
from .queries.counts import Moment, census, changes, countries, household_counts
from .queries.guards import GUARDED_SETS
from .queries.kinship import Kin, Nearness, Onlooker, kinship
from .queries.marks import Mark
from .queries.numbers import individual_numbers, open_now, openings
from .queries.people import PersonRecord
from .queries.protection import Deadlines, Running, deadlines, holds_on, protection_case, running_cases, running_of
from .queries.search import Hit, Page, Query, Stub, understand
from .queries.visible import PeopleView, guarded_among
from .rules.relations import Proposed, restate
from .snapshots import HEAD, Address, House, Member

__all__ = [
    "GUARDED_SETS",
    "HEAD",
    "Act",
    "ActKind",
    "ActLaw",
    "Address",
    "AgencyKind",
    "Batch",
    "Caution",
    "Deadlines",
    "EndReason",
    "Fault",
    "Held",
    "Hit",
    "Hold",
    "HoldReason",
    "House",
    "Household",
    "Kin",
    "Mark",
    "Member",
    "Moment",
    "Nearness",
    "Newcomer",
    "Notice",
    "NumberPurpose",
    "Onlooker",
    "Opening",
    "Page",
    "PeopleView",
    "PermitFacts",
    "Person",
    "PersonFacts",
    "PersonKind",
    "PersonRecord",
    "Preview",
    "Progress",
    "Proposal",
    "Proposed",
    "ProtectionCase",
    "ProtectionEnding",
    "ProtectionKind",
    "Query",
    "Refused",
    "RemovalReason",
    "Running",
    "Stale",
    "Stub",
    "Written",
    "add_protected",
    "ask_opening",
    "birth",
    "cancel",
    "census",
    "change_alias",
    "change_contact",
    "change_former_name",
    "change_head",
    "change_household",
    "change_name",
    "change_permit",
    "changes",
    "close_opening",
    "confirm_end",
    "confirm_move_out",
    "countries",
    "deadlines",
    "death",
    "decide",
    "decide_ending",
    "decide_opening",
    "fix_relations",
    "gain_nationality",
    "guarded_among",
    "holds_on",
    "household_counts",
    "individual_numbers",
    "kinship",
    "law_of",
    "lift_hold",
    "lose_nationality",
    "merge_households",
    "move_in",
    "move_out",
    "move_within",
    "notice_deadline",
    "number_purposes",
    "open_now",
    "openings",
    "place_hold",
    "preview",
    "preview_proposal",
    "propose",
    "propose_ending",
    "protection_case",
    "refresh_due",
    "register_outsider",
    "renew_protection",
    "restate",
    "running_cases",
    "running_of",
    "set_individual_number",
    "set_resident_code",
    "split_household",
    "start_protection",
    "translated",
    "understand",
    "visible_to",
    "withdraw",
    "withdraw_ending",
    "withdraw_opening",
    "write_batch",
]
