from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "madoguchi.systems.plan.comments"
    label = "comments"
    verbose_name = "パブリックコメント"
