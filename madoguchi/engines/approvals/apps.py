from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "madoguchi.engines.approvals"
    label = "approvals"
    verbose_name = "電子決裁"
