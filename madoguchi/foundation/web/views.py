"""Pages for what goes wrong. They say what happened, what was kept and what to do, and nothing of the inside.

They need neither database nor session. ``config/urls.py`` names the handlers, ``CSRF_FAILURE_VIEW`` the last of them.
"""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from .errors import (
    BAD_REQUEST,
    BY_STATUS,
    EXPIRED,
    FORBIDDEN,
    HANDOVER,
    LAST_RESORT,
    MAINTENANCE,
    NOT_FOUND,
    OVERLOADED,
    SERVER,
    TOO_LARGE,
    TOO_MANY,
    ErrorPage,
)

NOT_FOR_ROBOTS = ("/desk/", "/verify/", "/healthz")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """``handler400``; 413 where the request was larger than a form may be."""
    return answer(TOO_LARGE if isinstance(exception, RequestDataTooBig) else BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """``handler403``. An exception that names whom to call (``handover``) is no mistake of anybody's: a calm page."""
    if contact := getattr(exception, "handover", ""):
        return handover(request, contact)
    return answer(FORBIDDEN)


def handover(request: HttpRequest, contact: str) -> HttpResponse:
    """The clerk stops here, and hands over to whom the words name. The page is the same whatever the reason."""
    context = {"page": HANDOVER, "contact": contact}
    try:
        html: str = render_to_string("web/errors/handover.html", context, request)
    except Exception:  # as in ``answer``
        html = LAST_RESORT.format(title=HANDOVER.title, happened=HANDOVER.happened)
    return HttpResponse(html, status=HANDOVER.status, headers={"Cache-Control": "no-store"})


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """``handler404``."""
    return answer(NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """``handler500``: works with a broken database and with missing static files."""
    return answer(SERVER)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """``CSRF_FAILURE_VIEW``: the page was open too long, or cookies are off."""
    return answer(EXPIRED)


def unavailable(request: HttpRequest, retry_after: int = 60) -> HttpResponse:
    """Too busy, or a part is starting: 503 with ``Retry-After`` in seconds."""
    return with_retry(answer(OVERLOADED), retry_after)


def too_large(request: HttpRequest) -> HttpResponse:
    """413: larger than this sender may send. Nothing of it was read."""
    return answer(TOO_LARGE)


def too_many(request: HttpRequest, retry_after: int = 60) -> HttpResponse:
    """429 with ``Retry-After`` in seconds: too many requests from one address or person."""
    return with_retry(answer(TOO_MANY), retry_after)


def bare_error(request: HttpRequest, status: int) -> HttpResponse | None:
    """The page for a status that came without words; None for a status that has no page."""
    page = BY_STATUS.get(status)
    return answer(page) if page else None


def maintenance(request: HttpRequest, until: str = "", retry_after: int = 600) -> HttpResponse:
    """Planned work: 503; ``until`` is shown as given, e.g. 「11月29日（日）午前6時まで」."""
    return with_retry(answer(MAINTENANCE, until=until), retry_after)


def robots(request: HttpRequest) -> HttpResponse:
    """``/robots.txt``: the portal may be found, the desk and single papers may not."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_ROBOTS), ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def with_retry(response: HttpResponse, seconds: int) -> HttpResponse:
    """Tells robots and caches when to come back."""
    response["Retry-After"] = str(seconds)
    return response


def answer(page: ErrorPage, until: str = "") -> HttpResponse:
    """The page with its status, never cached; plain words where even the template cannot be rendered."""
    try:
        html: str = render_to_string("web/errors/page.html", {"page": page, "until": until})
    except Exception:  # the page for failures must not fail itself: missing manifest, broken template
        html = LAST_RESORT.format(title=page.title, happened=page.happened)
    return HttpResponse(html, status=page.status, headers={"Cache-Control": "no-store"})
