from django.apps import AppConfig


class ExportScreensConfig(AppConfig):
    name = "madoguchi.systems.security.exports"
    label = "export_screens"
    verbose_name = "データの持出し"
