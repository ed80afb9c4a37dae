"""URLs of the desk that are not a system's and not Wagtail's."""

from django.urls import path

from .seat import seat

urlpatterns = [path("seat/", seat, name="desk_seat")]
