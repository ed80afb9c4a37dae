from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "madoguchi.engines.people"
    label = "people"
    verbose_name = "人・世帯"
