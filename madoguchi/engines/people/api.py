"""The door of the resident record: what other engines and systems may import.

Writes: the acts below, each ``(actor, *, notice, …) -> Act``. Reads for a person's eyes: ``visible_to(actor)``.
"""

from .actions.bulk import Batch, Progress, Written, write_batch
from .actions.cancel import cancel
from .actions.codes import set_individual_number, set_resident_code
from .actions.facts import change_alias, change_former_name, change_name, gain_nationality, lose_nationality
from .actions.household import change_head, change_household, fix_relations, merge_households, split_household
from .actions.leaving import confirm_move_out, move_out
from .actions.moving import move_in, move_within
from .actions.outsiders import change_contact, register_outsider
from .actions.permits import change_permit
from .actions.preview import Preview, preview
from .actions.proposals import decide, preview_proposal, propose, withdraw
from .actions.search_keys import refresh_due
from .actions.vital import birth, death
from .errors import Caution, Fault, Refused, Stale
from .inputs import Newcomer, Notice, PermitFacts, PersonFacts
from .law import ActLaw, law_of, notice_deadline
from .models import Act, ActKind, Household, Person, PersonKind, Proposal, RemovalReason
from .queries import visible_to
from .queries.counts import Moment, census, changes, countries, household_counts
from .queries.people import PersonRecord
from .queries.search import Hit, Page, Query, understand
from .queries.visible import PeopleView
from .rules.relations import Proposed, restate
from .snapshots import HEAD, Address, House, Member

__all__ = [
    "HEAD",
    "Act",
    "ActKind",
    "ActLaw",
    "Address",
    "Batch",
    "Caution",
    "Fault",
    "Hit",
    "House",
    "Household",
    "Member",
    "Moment",
    "Newcomer",
    "Notice",
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
    "Query",
    "Refused",
    "RemovalReason",
    "Stale",
    "Written",
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
    "confirm_move_out",
    "countries",
    "death",
    "decide",
    "fix_relations",
    "gain_nationality",
    "household_counts",
    "law_of",
    "lose_nationality",
    "merge_households",
    "move_in",
    "move_out",
    "move_within",
    "notice_deadline",
    "preview",
    "preview_proposal",
    "propose",
    "refresh_due",
    "register_outsider",
    "restate",
    "set_individual_number",
    "set_resident_code",
    "split_household",
    "understand",
    "visible_to",
    "withdraw",
    "write_batch",
]
