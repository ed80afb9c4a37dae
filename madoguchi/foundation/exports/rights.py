"""Who may do what with exports."""

from __future__ import annotations

from madoguchi.foundation.access import Actor
from madoguchi.foundation.access.models import User

from .errors import Refused
from .models import ExportRequest

APPROVE = "exports.approve"
"""Decides what others ask to take out (課長)."""
SEE_ALL = "exports.view_all"
"""Sees every export and the figures (監査)."""


def asker_of(request: ExportRequest) -> Actor:
    """Who asked, with the rights that they have today in the appointment in which they asked.

    Raises Refused where they have left it: then nothing is written for them.
    """
    user = User.objects.filter(pk=request.asked_by, is_active=True).first()
    if user is not None:
        user.rights.chosen_id = request.appointment_id
        actor = user.as_actor()
        if actor.appointment_id == request.appointment_id:
            return actor.about(request.number)
    raise Refused("求めた職員が、いまはその職にありません。")
