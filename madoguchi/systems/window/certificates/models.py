"""What this system issues."""

from django.db import models


class Kind(models.TextChoices):
    """What can be issued."""

    HOUSEHOLD = "household", "住民票の写し（世帯連記）"
    PERSON = "person", "住民票の写し（個人票）"
    STATEMENT = "statement", "住民票記載事項証明書"
    REMOVED = "removed", "除票の写し"
    MOVING_OUT = "moving_out", "転出証明書"
