"""Addresses of the portal. ``config/urls.py`` includes them in ``i18n_patterns(prefix_default_language=False)``."""

from django.urls import path

from . import views

app_name = "portal"

urlpatterns = [
    path("", views.home, name="home"),
    path("procedures/", views.procedure_list, name="procedures"),
    path("procedures/<slug:code>/", views.procedure_page, name="procedure"),
    path("life/<slug:slug>/", views.life_page, name="life"),
    path("notices/", views.notices, name="notices"),
    path("about/", views.about, name="about"),
]
