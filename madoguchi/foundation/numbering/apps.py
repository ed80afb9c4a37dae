from django.apps import AppConfig


class NumberingConfig(AppConfig):
    name = "madoguchi.foundation.numbering"
    label = "numbering"
    verbose_name = "番号"
