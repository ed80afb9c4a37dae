from django.apps import AppConfig


class LooksConfig(AppConfig):
    name = "madoguchi.systems.security.looks"
    label = "looks"
    verbose_name = "閲覧記録"
