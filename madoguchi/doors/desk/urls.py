"""URLs of the desk that are not a system's and not Wagtail's: the log-in, and where one sits."""

from django.urls import include, path

from .seat import seat

urlpatterns = [
    path("", include("madoguchi.foundation.login.urls")),
    path("seat/", seat, name="desk_seat"),
]
