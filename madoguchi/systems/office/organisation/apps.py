from django.apps import AppConfig


class OrganisationDeskConfig(AppConfig):
    name = "madoguchi.systems.office.organisation"
    label = "organisation_desk"
    verbose_name = "組織・職員"
