from django.apps import AppConfig


class LoginConfig(AppConfig):
    name = "madoguchi.foundation.login"
    label = "login"
    verbose_name = "ログイン"
