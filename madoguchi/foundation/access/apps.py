from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "madoguchi.foundation.access"
    label = "access"
    verbose_name = "職員と権限"
