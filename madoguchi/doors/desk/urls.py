"""URLs of the desk that are not a system's and not Wagtail's."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
