from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "madoguchi.systems.window.certificates"
    label = "certificates"
    verbose_name = "証明書"
