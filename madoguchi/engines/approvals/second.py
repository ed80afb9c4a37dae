"""A second person's act of a system: a row that waits for it, and the draft that lies with the row.

The row stays what it was, with all its own checks; the draft gives it a route, an inbox, deputies, mails, and a frozen
decision. Both change in one transaction. A row without a draft — asked for by a command, without an appointment — is
decided by its own act alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction

from madoguchi.foundation.access import Actor, Forbidden

from .actions.deciding import approve, refuse
from .actions.drafting import drop
from .actions.ending import end
from .actions.putting import open_about, put_forward
from .errors import Refused
from .kinds import Content, Kind, Rows, Said, SecondAct, kinds
from .models import Draft
from .pages import page_of
from .queries.inbox import waiting_in
from .queries.seeing import seen_by
from .rules import RIGHT, Rung

if TYPE_CHECKING:
    from django.db.models import Model

    from .models import Decision

KEY = "key"
ELSEWHERE = "意見は、もとの画面にあります。"


def second_person(
    second: SecondAct,
    *,
    title: Callable[[Any], str],
    rows: Callable[[Any], Rows],
    place: Callable[[int], str],
    **more: Any,
) -> Kind:
    """The kind of rows that wait. Titles and ``rows`` are kept in clear, searched and frozen: they name nobody.

    ``more`` as in ``Kind``: code, name, summary, rungs, article, read.
    """

    def row(content: Content) -> Any:
        return second.model._default_manager.get(pk=content[KEY])

    def settle(agree: bool) -> Callable[[Actor, Decision, Said], None]:
        def follow(actor: Actor, decision: Decision, said: Said) -> None:
            second.decide(actor, decision.draft.content[KEY], agree, said)

        return follow

    def drop_row(actor: Actor, content: Content) -> None:
        second.withdraw(actor, content[KEY])

    return Kind(
        form=None,
        second=second,
        title=lambda content: title(row(content)),
        rows=lambda content: rows(row(content)),
        reference=lambda content: str(content[KEY]),
        place=lambda content: place(content[KEY]),
        carry_out=settle(True),
        refused=settle(False),
        dropped=drop_row,
        **more,
    )


def any_one_with(right: str) -> tuple[Rung, ...]:
    """The route of one step that whoever holds a right may take, but never who asked."""
    return (Rung(name="承認", who=f"{RIGHT}{right}"),)


def kind_about(row: Model) -> tuple[Kind, SecondAct] | None:
    """The kind of such rows; None where no system brings one."""
    found = ((kind, kind.second) for kind in kinds().values() if kind.second)
    return next(((kind, second) for kind, second in found if second.model is type(row)), None)


def draft_about(row: Model) -> Draft | None:
    """The open draft that lies with a row."""
    found = kind_about(row)
    return open_about(found[0].code, str(row.pk)) if found else None


def trail_of(actor: Actor, row: Model) -> str:
    """The path of the page that shows how a row was, or is being, decided; "" for whoever may not read it."""
    found = kind_about(row)
    if found is None:
        return ""
    drafts = seen_by(actor).filter(kind=found[0].code, reference=str(row.pk)).order_by("-pk")
    latest = drafts.first()
    return page_of(latest) if latest else ""


def put_forward_about(actor: Actor, row: Model) -> Draft | None:
    """Puts a row to decision, in the transaction in which it is written; the same once more is the same draft.

    None where no system brings its kind, or the actor has no appointment: its own act decides it. Raises Refused
    (nobody who may decide it).
    """
    found = kind_about(row)
    if found is None or actor.appointment_id is None:
        return None
    kind, second = found
    with transaction.atomic():
        second.model._default_manager.select_for_update().get(pk=row.pk)
        return open_about(kind.code, str(row.pk)) or put_forward(actor, kind=kind.code, content={KEY: row.pk})


def decide_about(
    actor: Actor, row: Model, *, agree: bool, comment: str = "", seen: Mapping[str, Any] | None = None
) -> None:
    """Agrees with what a row asks for, or refuses it, in the seat of the route that the actor holds now.

    Raises Forbidden, Refused (one's own, decided already), and what the row's own act raises.
    """
    second, draft, said = own_act(row), draft_about(row), Said(comment.strip(), seen or {})
    if not agree and not said.comment:
        raise Refused("却下するときは、意見に理由を入れてください。", "comment")
    if draft is None:
        second.decide(actor, row.pk, agree, said)
        return
    words = ELSEWHERE if second.discreet and said.comment else said.comment
    follow = approve if agree else refuse
    follow(actor, draft_id=draft.pk, signatory_id=seat_in(actor, draft), comment=words, said=said)


def own_act(row: Model) -> SecondAct:
    """The acts of a row. Raises Refused where no system brings its kind."""
    if found := kind_about(row):
        return found[1]
    raise Refused("この種類の申請は、いまは決められません。")


def seat_in(actor: Actor, draft: Draft) -> int:
    """The key of the seat in which the actor decides now, their own before another's. Raises Forbidden, Refused."""
    if draft.drafter_id == actor.user_id:
        raise Refused("自分が申請したことは、自分では決められません。ほかの承認者に依頼してください。")
    found = waiting_in(actor, draft)
    if not found:
        raise Forbidden("この決裁欄は、あなたの職のものではありません。")
    return found[0].signatory.pk


def withdraw_about(actor: Actor, row: Model) -> None:
    """Who asked takes it back before it is decided. Raises Forbidden, Refused, and what the row's own act raises."""
    draft = draft_about(row)
    if draft is None:
        own_act(row).withdraw(actor, row.pk)
    else:
        drop(actor, draft_id=draft.pk)


def end_about(actor: Actor, row: Model, *, why: str) -> None:
    """Ends the draft of a row that is over by itself, whoever ends it; nothing where none is open."""
    draft = draft_about(row)
    if draft is not None:
        end(actor, draft_id=draft.pk, why=why)


def may_decide_about(actor: Actor, row: Model) -> bool:
    """Whether the route asks the actor now; True where the row has no draft, and only its own act judges."""
    draft = draft_about(row)
    return draft is None or (draft.drafter_id != actor.user_id and bool(waiting_in(actor, draft)))
