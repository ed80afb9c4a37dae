from django.apps import AppConfig


class SealsConfig(AppConfig):
    name = "madoguchi.systems.window.seals"
    label = "seals"
    verbose_name = "印鑑登録"
