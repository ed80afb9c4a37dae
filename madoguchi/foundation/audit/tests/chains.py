"""Looks at the chains in the plainest way, to have something beside the verification itself."""

from itertools import groupby

from madoguchi.foundation.audit.chain import Said, content_of, end_of, genesis, link
from madoguchi.foundation.audit.models import Entry, Lane


def broken():
    """What does not hold: entries that do not fit or stand in the wrong place, lanes that end elsewhere than said."""
    found = []
    for lane in Lane.objects.order_by("pk"):
        head, place = genesis(lane.pk), 0
        rows = Entry.objects.filter(lane=lane).order_by("position")
        for block, entries in groupby(rows, key=lambda entry: entry.block):
            digests = []
            for entry in entries:
                place += 1
                digests.append(link(head, entry.pk, content_of(said_by(entry))))
                if entry.position != place or bytes(entry.digest) != digests[-1]:
                    found.append(entry.pk)
            head = end_of(digests)
            if block != place - len(digests) + 1:
                found.append(f"block {block}")
        if (bytes(lane.head), lane.position) != (head, place):
            found.append(f"lane {lane.pk}")
    return found


def said_by(entry):
    """What an entry says."""
    return Said(**{name: getattr(entry, name) for name in Said._fields})
