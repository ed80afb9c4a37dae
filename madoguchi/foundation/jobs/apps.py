from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "madoguchi.foundation.jobs"
    label = "jobs"
    verbose_name = "処理の予約"
