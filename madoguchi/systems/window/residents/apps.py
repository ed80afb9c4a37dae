from django.apps import AppConfig


class ResidentsConfig(AppConfig):
    name = "madoguchi.systems.window.residents"
    label = "residents"
    verbose_name = "住民記録"
