from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "madoguchi.foundation.vault"
    label = "vault"
    verbose_name = "暗号化"
