"""Why an act is not recorded. Every message is for the clerk who reads it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from madoguchi.foundation import refusals
from madoguchi.foundation.access import Forbidden


@dataclass(frozen=True)
class Fault:
    """One reason to refuse: ``field`` names the input it is about (empty: the whole act)."""

    message: str
    field: str = ""
    code: str = ""


@dataclass(frozen=True)
class Caution:
    """Something that a person must judge; it does not stop the act. ``person_ids``: whose records to look at."""

    message: str
    advice: str = ""
    code: str = ""
    person_ids: tuple[int, ...] = ()


class Refused(refusals.Refused):
    """The act cannot be. ``faults`` say why, all at once."""

    def __init__(self, faults: Sequence[Fault] | Fault | str) -> None:
        given = [Fault(faults)] if isinstance(faults, str) else [faults] if isinstance(faults, Fault) else list(faults)
        self.faults: tuple[Fault, ...] = tuple(given)
        super().__init__("\n".join(fault.message for fault in self.faults), given[0].field if given else "")

    @property
    def parts(self) -> list[tuple[str, str]]:
        """Each fault with the field that it is about."""
        return [(fault.message, fault.field) for fault in self.faults]


class Stale(Refused):
    """Someone else changed the household after this form was opened: nothing was recorded, nothing is lost."""


class Held(Forbidden):
    """A supervisor serves this person. The words give nothing away to whoever reads them: neither why, nor of whom.

    ``handover``: whom to call, as the town's data say it.
    """

    def __init__(self, contact: str) -> None:
        self.handover = contact
        super().__init__(f"この方の手続は係長が承ります。{contact}に引き継いでください。")


def refuse_if(faults: Sequence[Fault]) -> None:
    """Raises Refused when there is any fault."""
    if faults:
        raise Refused(faults)


@contextmanager
def translated() -> Iterator[None]:
    """What another engine refuses within is refused as ours, so that one form shows both."""
    try:
        yield
    except refusals.Refused as refusal:
        raise Refused([Fault(message, field) for message, field in refusal.parts]) from refusal
