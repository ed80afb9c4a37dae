"""The door of the approvals: draft, submit, decide, find again; and what a system says of a kind of draft."""

from .actions.common import takes_words
from .actions.deciding import approve, refuse, return_to
from .actions.drafting import attach, change_draft, detach, drop, save_draft
from .actions.ending import comment_on, note_read, withdraw
from .actions.putting import open_about, put_forward
from .actions.reseating import reseat_all
from .actions.submitting import submit
from .checking import Fault, check_decisions
from .errors import Refused
from .finding import heads
from .freezing import shown
from .keeping import ATTACHMENTS
from .kinds import Content, Kind, Rows, Said, SecondAct, drafted_by, kind_named, kinds, second_of
from .mailing import address_of, asked_now, post
from .models import Act, Attachment, Decision, Draft, Mode, Signatory, Standing, State, Step, Viewing
from .permissions import VIEW_ALL
from .planning import Plan, plan_route
from .queries.inbox import Counts, Waiting, came_back, counts, inbox, owed_reading, waiting_in
from .queries.lists import Wanted, mine, search
from .queries.seeing import mine_to_edit, seen_by
from .queries.story import Seat, Stage, Story, story_of
from .rights import require_seat
from .rules import Rung
from .second import (
    any_one_with,
    decide_about,
    draft_about,
    end_about,
    may_decide_about,
    put_forward_about,
    second_person,
    trail_of,
    withdraw_about,
)
from .sheet import decision_sheet

__all__ = [
    "ATTACHMENTS",
    "VIEW_ALL",
    "Act",
    "Attachment",
    "Content",
    "Counts",
    "Decision",
    "Draft",
    "Fault",
    "Kind",
    "Mode",
    "Plan",
    "Refused",
    "Rows",
    "Rung",
    "Said",
    "Seat",
    "SecondAct",
    "Signatory",
    "Stage",
    "Standing",
    "State",
    "Step",
    "Story",
    "Viewing",
    "Waiting",
    "Wanted",
    "address_of",
    "any_one_with",
    "approve",
    "asked_now",
    "attach",
    "came_back",
    "change_draft",
    "check_decisions",
    "comment_on",
    "counts",
    "decide_about",
    "decision_sheet",
    "detach",
    "draft_about",
    "drafted_by",
    "drop",
    "end_about",
    "heads",
    "inbox",
    "kind_named",
    "kinds",
    "may_decide_about",
    "mine",
    "mine_to_edit",
    "note_read",
    "open_about",
    "owed_reading",
    "plan_route",
    "post",
    "put_forward",
    "put_forward_about",
    "refuse",
    "require_seat",
    "reseat_all",
    "return_to",
    "save_draft",
    "search",
    "second_of",
    "second_person",
    "seen_by",
    "shown",
    "story_of",
    "submit",
    "takes_words",
    "trail_of",
    "waiting_in",
    "withdraw",
    "withdraw_about",
]
