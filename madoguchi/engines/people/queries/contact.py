"""Whom a clerk calls for a person whom a supervisor serves."""

from __future__ import annotations

from django.db import connection

from ..errors import Held

USUAL = "窓口責任者"


def contact() -> str:
    """The desk of the supervisor, as the town's data say it (``supervisor_desk``); never a person's name."""
    profile = getattr(connection.tenant, "profile", None) or {}  # type: ignore[attr-defined]
    doubtful = "supervisor_desk" in (profile.get("provisional") or ())
    return f"{profile.get('supervisor_desk') or USUAL}{'（仮）' if doubtful else ''}"


def held() -> Held:
    """What is raised where a clerk must hand over."""
    return Held(contact())
