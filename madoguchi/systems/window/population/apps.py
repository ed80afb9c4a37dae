from django.apps import AppConfig


class PopulationConfig(AppConfig):
    name = "madoguchi.systems.window.population"
    label = "population"
    verbose_name = "人口統計"
