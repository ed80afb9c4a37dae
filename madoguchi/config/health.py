"""``/healthz``: is this process able to serve?"""

from http import HTTPStatus
from importlib.metadata import version

from django.db import Error, connection
from django.http import HttpRequest, JsonResponse

from madoguchi.config.preparing import pending

CURRENT: set[str] = set()


def healthz(request: HttpRequest) -> JsonResponse:
    """JSON ``{"status": "ok" | "down", "database": bool, "migrations": bool, "version": str}``.

    503 where the database does not answer, or where the present town lacks tables of this version. The version is told
    to this machine only.
    """
    alive = database_answers()
    current = alive and up_to_date(connection.schema_name)  # type: ignore[attr-defined]
    body = {
        "status": "ok" if current else "down",
        "database": alive,
        "migrations": current,
        "version": version("madoguchi") if request.META.get("REMOTE_ADDR") in {"127.0.0.1", "::1"} else "",
    }
    return JsonResponse(body, status=HTTPStatus.OK if current else HTTPStatus.SERVICE_UNAVAILABLE)


def up_to_date(schema: str) -> bool:
    """True when the town has every migration of this version; asked until it is so, then remembered."""
    if schema not in CURRENT and not pending():
        CURRENT.add(schema)
    return schema in CURRENT


def database_answers() -> bool:
    """True when the database answers a query."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True
