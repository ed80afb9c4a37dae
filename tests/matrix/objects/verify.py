"""The page on which anyone checks a paper by its code: a word of an address, no number."""

from __future__ import annotations

from typing import Any

from madoguchi.engines.issuance.api import PaperRequest
from madoguchi.foundation.towns.models import Town

from .certificates import issued


def objects(town: Town) -> dict[str, Any]:
    """The code of a paper that was handed over."""
    return {"code": {"code": PaperRequest.objects.get(pk=issued(town).request_id).code}}
