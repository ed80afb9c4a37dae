"""Planned work: one file closes all doors."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

from .views import maintenance


class MaintenanceMiddleware:
    """Shows the maintenance page while the file ``settings.MADOGUCHI_MAINTENANCE_FILE`` (a Path) exists.

    The file's text is shown as the end of the work. ``/healthz`` and static files stay open. It stands first in
    ``MIDDLEWARE``, so that no database is needed; without the setting it is not used.
    """

    open_paths = ("/healthz", "/static/")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        file: Path | None = getattr(settings, "MADOGUCHI_MAINTENANCE_FILE", None)
        if file is None:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.file = file

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(self.open_paths) or not self.file.exists():
            return self.get_response(request)
        return maintenance(request, until=self.file.read_text(encoding="utf-8").strip())
