"""The URLs of a town. Engines and systems bring theirs in ``desk.py`` and ``portal.py``: a folder alone adds them."""

from importlib import import_module
from importlib.util import find_spec

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path
from wagtail.admin import urls as wagtailadmin_urls

from madoguchi.config.health import healthz
from madoguchi.foundation.registry import find_systems, installed_apps
from madoguchi.foundation.web.views import robots


def system_urls(module: str) -> list[URLPattern | URLResolver]:
    """The URL patterns of every engine and system that has ``<module>.py``, each under its own name space."""
    found: list[URLPattern | URLResolver] = []
    for package in dict.fromkeys([*installed_apps(), *find_systems()]):
        if find_spec(f"{package}.{module}"):
            urls = import_module(f"{package}.{module}")
            found.append(path(f"{urls.PREFIX}/", include((urls.urlpatterns, urls.app_name))))
    return found


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("robots.txt", robots, name="robots"),
    path("desk/", include(system_urls("desk"))),
    path("desk/", include("madoguchi.doors.desk.urls")),
    path("desk/", include(wagtailadmin_urls)),
    *i18n_patterns(
        path("", include(system_urls("portal"))),
        path("", include("madoguchi.doors.portal.urls")),
        prefix_default_language=False,
    ),
]
handler400 = "madoguchi.foundation.web.views.bad_request"
handler403 = "madoguchi.foundation.web.views.forbidden"
handler404 = "madoguchi.foundation.web.views.not_found"
handler500 = "madoguchi.foundation.web.views.server_error"
