from django.apps import AppConfig


class ExportsConfig(AppConfig):
    name = "madoguchi.foundation.exports"
    label = "exports"
    verbose_name = "データの持出し"
