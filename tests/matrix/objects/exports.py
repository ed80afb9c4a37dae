"""データの持出し."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from madoguchi.foundation.exports.actions import ask_export
from madoguchi.foundation.exports.rules import Wish
from madoguchi.foundation.towns.models import Town

from ..people import household, maker


def objects(town: Town) -> dict[str, Any]:
    """A file of the register that a supervisor has asked for."""
    household()
    wish = Wish(
        reason="データの点検",
        usage="庁内の端末で照合する",
        place="窓口サービス課",
        delete_by=timezone.localdate() + timedelta(days=7),
    )
    options = {"encoding": "utf-8", "newline": "LF"}
    asked = ask_export(maker(), export="residents.register", options=options, wish=wish)
    return {"request_id": asked.pk, "system": "residents", "name": "register"}
