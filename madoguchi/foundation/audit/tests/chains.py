"""Looks at the chains in the plainest way, to have something beside the verification itself."""

from collections import defaultdict

from madoguchi.foundation.audit.chain import Said, content_of, genesis, link
from madoguchi.foundation.audit.models import Entry, Lane


def broken():
    """What does not hold: entries that do not fit, gaps, lanes that end elsewhere than they say."""
    found, ends = [], defaultdict(int)
    heads = {lane.pk: genesis(lane.pk) for lane in Lane.objects.all()}
    for entry in Entry.objects.order_by("lane", "position"):
        said = Said(**{name: getattr(entry, name) for name in Said.__slots__})
        heads[entry.lane_id] = link(heads[entry.lane_id], entry.pk, content_of(said))
        ends[entry.lane_id] += 1
        if entry.position != ends[entry.lane_id] or bytes(entry.digest) != heads[entry.lane_id]:
            found.append(entry.pk)
    return found + [
        f"lane {lane.pk}"
        for lane in Lane.objects.all()
        if (bytes(lane.head), lane.position) != (heads[lane.pk], ends[lane.pk])
    ]
