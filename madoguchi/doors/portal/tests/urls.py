"""The portal alone, as ``config/urls.py`` includes it."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = [*i18n_patterns(path("", include("madoguchi.doors.portal.urls")), prefix_default_language=False)]
handler404 = "madoguchi.foundation.web.views.not_found"
