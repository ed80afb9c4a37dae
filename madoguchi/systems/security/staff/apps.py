from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "madoguchi.systems.security.staff"
    label = "staff"
    verbose_name = "職員と権限"
