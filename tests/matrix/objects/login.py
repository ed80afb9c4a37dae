"""ログインの管理. Passkeys are everyone's own: the number here is of none, so nobody gets in."""

from __future__ import annotations

from typing import Any

from madoguchi.foundation.access.models import User
from madoguchi.foundation.login import emergency, recovery
from madoguchi.foundation.testing.staff import make_user
from madoguchi.foundation.towns.models import Town

from ..people import maker, worker

REASON = "窓口に来た人の安否を、急いで確かめるため"


def objects(town: Town) -> dict[str, Any]:
    """A recovery that waits for the second administrator, and an emergency of a clerk."""
    lost = User.objects.filter(username="matrix-lost").first() or make_user("matrix-lost", "紛失　一人", "建築課")
    asked = recovery.ask(maker("administrator", "情報推進課"), user=lost, reason="鍵をなくした")
    terms = emergency.terms(town.schema_name)
    assert terms
    clerk = worker("clerk", "窓口サービス課")
    opened = emergency.begin(clerk.as_actor(), user=clerk, reason=REASON, town=terms)
    return {
        "edit_passkey": {"passkey_id": 1},
        "recovery": {"recovery_id": asked.pk},
        "emergency": {"emergency_id": opened.pk},
        "end_emergency": {"emergency_id": opened.pk},
    }
