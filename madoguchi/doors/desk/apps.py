from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "madoguchi.doors.desk"
    label = "desk"
    verbose_name = "職員の机"
