"""One draft as it is shown: its route with where it stands, what was done, what lies with it."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..models import Act, Attachment, Draft, Signatory, Standing, Step, Viewing


@dataclass
class Seat:
    """A seat of a step with the act by which it decided, where it did."""

    signatory: Signatory
    act: Act | None = None


@dataclass
class Stage:
    """A step with its seats. ``state``: ``done``, ``now``, ``later``, ``refused`` or ``ended``."""

    step: Step
    seats: list[Seat] = field(default_factory=list)

    @property
    def state(self) -> str:
        """Where the step stands."""
        states = {seat.signatory.state for seat in self.seats}
        if Standing.REFUSED in states:
            return "refused"
        if Standing.WAITING in states:
            return "now"
        if Standing.LATER in states:
            return "later"
        return "ended" if Standing.ENDED in states else "done"


@dataclass(frozen=True)
class Story:
    """All of it; six queries."""

    stages: tuple[Stage, ...]
    acts: tuple[Act, ...]
    attachments: tuple[Attachment, ...]
    viewings: tuple[Viewing, ...]


def story_of(draft: Draft) -> Story:
    """The last route of a draft and everything that was done; the draft must be one that the reader may read."""
    acts = list(Act.objects.filter(draft=draft).select_related("step").order_by("pk"))
    latest = {act.signatory_id: act for act in acts if act.signatory_id}
    stages = {step.pk: Stage(step) for step in draft.steps.filter(round=draft.round).order_by("ordinal")}
    for row in Signatory.objects.filter(step__in=stages).order_by("pk"):
        act = latest.get(row.pk)
        fresh = act if act and act.turn == row.turn else None
        stages[row.step_id].seats.append(Seat(row, fresh))
    return Story(
        tuple(stages.values()),
        tuple(acts),
        tuple(draft.attachments.all()),
        tuple(Viewing.objects.filter(draft=draft).select_related("act")),
    )
