"""A clerk at a counter whose line breaks now and then: what got no answer is sent again, as it was."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPException
from random import Random
from urllib.parse import urlencode
from uuid import UUID, uuid4

from bench.city.web import FORM, Answer, Visitor

LOST = 0.05
"""Share of requests whose answer nobody waits for."""
HASTE, CALM, PATIENCE = 0.03, 60.0, 180.0
BUSY = 429


@dataclass(frozen=True)
class Asked:
    """One certificate, as the person at the counter got it; ``pdf`` is empty where none was handed out."""

    person_id: int
    partner_id: int
    submission: UUID
    pdf: bytes


@dataclass
class Counter:
    """A logged-in clerk's browser, which goes to either server."""

    ports: Sequence[int]
    host: str
    session: str
    chance: Random
    cookies: dict[str, str] = field(init=False)
    token: str = ""
    cut: int = 0

    def __post_init__(self) -> None:
        self.cookies = {"sessionid": self.session}

    def send(self, method: str, path: str, fields: Mapping[str, object] | None = None) -> Answer:
        """Asks until somebody answers. Raises TimeoutError."""
        body = None if fields is None else urlencode({**fields, "csrfmiddlewaretoken": self.token}, doseq=True)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            answer = self.try_once(method, path, body)
            if answer and answer.status < 500 and answer.status != BUSY:
                return answer
            time.sleep(self.chance.uniform(0.02, 0.2))
        raise TimeoutError(path)

    def try_once(self, method: str, path: str, body: str | None) -> Answer | None:
        """One request to one of the servers; None where no answer came in time."""
        patience = HASTE if self.chance.random() < LOST else CALM
        visitor = Visitor(self.chance.choice(self.ports), self.host, self.cookies, patience)
        try:
            return visitor.ask(method, path, body, FORM if body is not None else None)
        except (OSError, HTTPException):
            self.cut += 1
            return None
        finally:
            visitor.line.close()

    def certificate(self, address: str, person_id: int, partner_id: int) -> Asked:
        """From the request to the paper. Raises RuntimeError for an answer that no clerk would expect."""
        submission = uuid4()
        page = self.sent(address, form_of(submission))
        self.sent(f"{page}pay/", {})
        paper = self.send("GET", f"{page}paper.pdf")
        return Asked(person_id, partner_id, submission, paper.body if paper.status == 200 else b"")

    def sent(self, address: str, fields: Mapping[str, object]) -> str:
        """Sends a form; gives where it led. Raises RuntimeError where it led nowhere."""
        answer = self.send("POST", address, fields)
        if answer.status != 302:
            raise RuntimeError(f"{address}: {answer.status} {answer.body[:2000].decode(errors='replace')}")
        return answer.location


def form_of(submission: UUID) -> dict[str, object]:
    """What a person who asks for their own paper fills in."""
    return {
        "kind": "person",
        "shown": ["head", "relationship", "domicile"],
        "requester": "測定　太郎",
        "standing": "self",
        "identity_check": "運転免許証",
        "copies": 1,
        "counter": "1番窓口",
        "submission": submission,
    }
