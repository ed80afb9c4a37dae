from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "madoguchi.engines.organisation"
    label = "organisation"
    verbose_name = "組織"
