"""Who may use the approvals at all."""

from __future__ import annotations

from madoguchi.foundation.access import Actor, Forbidden, require


def require_seat(actor: Actor) -> tuple[int, int]:
    """The user and the appointment in which the actor works today. Raises Forbidden for whoever has none."""
    if actor.user_id is None or actor.appointment_id is None:
        raise Forbidden("きょう有効な発令がないため、決裁の業務は使えません。所属の長に確認してください。")
    return actor.user_id, actor.appointment_id


def require_kind(actor: Actor, permission: str) -> tuple[int, int]:
    """The same, for whoever may draft a kind; "" is every member of staff with an appointment. Raises Forbidden."""
    if permission:
        require(actor, permission)
    return require_seat(actor)
