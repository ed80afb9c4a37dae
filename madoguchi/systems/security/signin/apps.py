from django.apps import AppConfig


class SigninConfig(AppConfig):
    name = "madoguchi.systems.security.signin"
    label = "signin"
    verbose_name = "ログインの管理"
