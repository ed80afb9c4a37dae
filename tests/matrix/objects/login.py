"""ログイン."""

from __future__ import annotations

from typing import Any

from madoguchi.foundation.access.models import User
from madoguchi.foundation.login import emergency, recovery
from madoguchi.foundation.login.models import Passkey
from madoguchi.foundation.login.tests.authenticator import Key
from madoguchi.foundation.login.tests.steps import register
from madoguchi.foundation.testing.staff import client_of, make_user
from madoguchi.foundation.towns.models import Town

from ..people import maker


def objects(town: Town) -> dict[str, Any]:
    """A passkey of somebody else, a recovery that waits, and an emergency that somebody else has opened."""
    host = f"{town.schema_name}.localhost"
    user = User.objects.filter(username="matrix-login").first() or make_user(
        "matrix-login", "鍵　五郎", "窓口サービス課", ["clerk"]
    )
    register(client_of(user, host=host), Key(host=host, origin=f"http://{host}"))
    terms = emergency.terms(town.schema_name)
    assert terms
    opened = emergency.begin(user.as_actor(), user=user, reason="安否の確認を消防から求められたため。", town=terms)
    asked = recovery.ask(maker("administrator", "情報推進課"), user=user, reason="鍵をなくした。")
    passkey = Passkey.objects.get(user=user)
    return {"passkey_id": passkey.pk, "recovery_id": asked.pk, "emergency_id": opened.pk}
