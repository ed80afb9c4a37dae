from django.apps import AppConfig


class DefenceConfig(AppConfig):
    name = "madoguchi.foundation.defence"
    label = "defence"
    verbose_name = "防御"
