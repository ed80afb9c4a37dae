from django.apps import AppConfig


class ApprovalScreensConfig(AppConfig):
    name = "madoguchi.systems.office.approvals"
    label = "approval_screens"
    verbose_name = "電子決裁の画面"
