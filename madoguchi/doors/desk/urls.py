"""URLs of the desk that are not a system's: the log-in, where one sits, and the parts of Wagtail that are closed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path, re_path

from .seat import seat

# Wagtail's editor of web pages with its pictures, files, groups and reports, and pages made for trying things out. The
# house has no website yet: what nobody uses is closed, and no page needs a content policy weaker than the house's.
CLOSED = (
    "api", "block-preview", "bulk", "choose-[a-z-]+", "collections", "documents", "editing-sessions", "failwhale",
    "groups", "images", "pages", "password_reset", "reports", "tag-autocomplete", "test404", "workflows",
)  # fmt: skip


def closed(request: HttpRequest) -> HttpResponse:
    """A door that is there in Wagtail and not in this house. Raises Http404."""
    raise Http404


urlpatterns = [
    path("", include("madoguchi.foundation.login.urls")),
    path("seat/", seat, name="desk_seat"),
    re_path(f"^(?:{'|'.join(CLOSED)})(?:/|$)", closed),
]
