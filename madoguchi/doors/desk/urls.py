"""URLs of the desk that are not a system's: the log-in, and what stands in place of Wagtail's own pages."""

from django.urls import include, path, re_path

from .views import our_own_pages

urlpatterns = [
    path("", include("madoguchi.foundation.login.urls")),
    re_path(r"^(?:users|groups|password_reset)(?:/.*)?$", our_own_pages, name="our_own_pages"),
]
