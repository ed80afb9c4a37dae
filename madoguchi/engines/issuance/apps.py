from django.apps import AppConfig


class IssuanceConfig(AppConfig):
    name = "madoguchi.engines.issuance"
    label = "issuance"
    verbose_name = "証明書等の交付"
