from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "madoguchi.systems.plan.progress"
    label = "plan"
    verbose_name = "情報化推進計画"
