"""Addresses of the engine's screens at the desk, under /desk/indicators/."""

from django.urls import path

from .views import pages

PREFIX = "indicators"
app_name = "indicators"

urlpatterns = [
    path("", pages.index, name="list"),
    path("count/", pages.count, name="count"),
    path("<slug:room>.<slug:name>/", pages.detail, name="detail"),
]
