"""Drafts on a shelf of the vault, and contacts under its seal."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from madoguchi.foundation import vault
from madoguchi.foundation.vault.shelves import Shelf

if TYPE_CHECKING:
    from uuid import UUID

    from .models import Comment

DRAFTS = Shelf(name="意見募集の案", folder="comments", purpose="comments.draft")
CONTACT = "comments.contact"
MOST_BYTES = 10 * 1024 * 1024


def owner(submission: UUID) -> str:
    """What a contact is bound to."""
    return f"comment:{submission}"


def seal_contact(submission: UUID, name: str, address: str) -> bytes | None:
    """Name and address under seal; None where there are none."""
    if not (name or address):
        return None
    text = json.dumps([name, address], ensure_ascii=False).encode()
    return vault.seal(text, purpose=CONTACT, bound_to=owner(submission))


def contact_of(comment: Comment) -> tuple[str, str]:
    """Name and address; empty where none were asked for. Raises NotAuthenticError, KeyLostError."""
    if comment.sealed is None:
        return "", ""
    text = vault.unseal(bytes(comment.sealed), purpose=CONTACT, bound_to=owner(comment.submission))
    name, address = json.loads(text)
    return name, address
