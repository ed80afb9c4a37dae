from django.apps import AppConfig


class TownsConfig(AppConfig):
    name = "madoguchi.foundation.towns"
    label = "towns"
    verbose_name = "団体"
