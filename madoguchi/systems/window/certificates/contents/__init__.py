"""What each certificate says, read from the record in the actor's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from madoguchi.engines.people.api import PeopleView, Refused

from ..models import Kind
from ..wanted import Wanted
from .leaving import moving_out, removed
from .register import register_contents, statement

__all__ = ["content", "register_contents"]

READERS: Mapping[Kind, Callable[[PeopleView, Wanted], dict[str, Any]]] = {
    Kind.HOUSEHOLD: lambda view, wanted: register_contents(view, [wanted])[0],
    Kind.PERSON: lambda view, wanted: register_contents(view, [wanted])[0],
    Kind.STATEMENT: statement,
    Kind.REMOVED: removed,
    Kind.MOVING_OUT: moving_out,
}


def content(wanted: Wanted) -> Callable[[PeopleView], dict[str, Any]]:
    """What the certificate says, to be read when it is issued. The reader raises Refused, Forbidden."""

    def read(view: PeopleView) -> dict[str, Any]:
        view.admit(wanted.named)
        try:
            return READERS[wanted.kind](view, wanted)
        except LookupError as error:
            raise Refused(str(error)) from error

    return read
