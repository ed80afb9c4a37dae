"""Django app of the residents' door."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Brings the portal's pages and catalogues."""

    name = "madoguchi.doors.portal"
    label = "portal"
    verbose_name = "住民の入口"
