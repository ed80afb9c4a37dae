"""Django app of the look of the house."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Brings the templates, static files, template tags and catalogues of ``foundation/web``."""

    name = "madoguchi.foundation.web"
    label = "web"
    verbose_name = "画面の部品"
