"""What each role may do, from the manifests of all systems."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from madoguchi.foundation.access import queries

from ..rights import EVERYONE, role_table
from .screen import actor_of, screen


@screen()
def roles(request: HttpRequest) -> HttpResponse:
    """The table of roles and rights."""
    actor = actor_of(request)
    found = [EVERYONE, *queries.roles(actor)]
    counts = queries.bearers(actor, on=timezone.localdate())
    context = {
        "roles": [(role, counts.get(role.code, 0)) for role in found],
        "groups": role_table([role.code for role in found]),
        "tab": "roles",
    }
    return render(request, "staff/roles.html", context)
