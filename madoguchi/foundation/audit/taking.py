"""Taking stamps: the ends of the lanes, the file outside the database, and the authority's tokens."""

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from madoguchi.foundation.towns.current import current_schema

from .anchors import Anchor, append
from .authority import Authority, NoAnswerError
from .models import Lane, Stamp, Token
from .stamps import Head, as_json, digest_of, first, from_json

MOST_TOKENS = 48
KNOWN = """
SELECT lane::bigint, max((place ->> 0)::bigint) FROM audit_stamp, jsonb_each(heads) AS each (lane, place) GROUP BY 1
"""


def take_stamp() -> Stamp | None:
    """Writes down where each lane that grew ends now; None where none did, or where another worker was quicker."""
    last = Stamp.objects.order_by("-pk").first()
    heads = grown(known_heads())
    if not heads:
        return None
    at, schema = timezone.now(), current_schema()
    before = bytes(last.digest) if last else first(schema)
    digest = digest_of(schema, at, as_json(heads), before)
    try:
        with transaction.atomic():
            return Stamp.objects.create(at=at, heads=as_json(heads), before=before, digest=digest)
    except IntegrityError:
        return None


def known_heads() -> dict[int, int]:
    """Lane → the position that the last stamp which names it says."""
    with connection.cursor() as cursor:
        cursor.execute(KNOWN)
        return dict(cursor.fetchall())


def grown(known: dict[int, int]) -> dict[int, Head]:
    """The ends of the lanes that have more entries than was known, all read at one moment."""
    rows = Lane.objects.filter(position__gt=0).order_by("pk").values_list("pk", "position", "head")
    return {lane: Head(place, bytes(head)) for lane, place, head in rows if place > known.get(lane, 0)}


def anchor_stamps() -> int:
    """Writes the stamps that the file outside the database does not have yet; gives how many."""
    return append(current_schema(), anchors_after)


def anchors_after(number: int) -> list[Anchor]:
    """The stamps after one, as lines of the file."""
    rows = Stamp.objects.filter(pk__gt=number).order_by("pk")
    return [Anchor(row.pk, row.at, from_json(row.heads), bytes(row.digest)) for row in rows]


def ask_for_tokens(authority: Authority) -> tuple[int, int]:
    """Has the stamps confirmed that are not yet, the latest first: it stands on all before it.

    Gives how many were confirmed, and how many still wait; the first that gets no answer ends the round.
    """
    waiting = Stamp.objects.filter(token=None).order_by("-pk")
    done = 0
    for stamp in list(waiting[:MOST_TOKENS]):
        try:
            token, at = authority.confirm(bytes(stamp.digest))
        except NoAnswerError:
            break
        Token.objects.get_or_create(stamp=stamp, defaults={"token": token, "at": at})
        done += 1
    return done, waiting.count()
