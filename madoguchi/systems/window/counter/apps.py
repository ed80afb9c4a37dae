from django.apps import AppConfig


class CounterConfig(AppConfig):
    name = "madoguchi.systems.window.counter"
    label = "counter"
    verbose_name = "総合窓口"
