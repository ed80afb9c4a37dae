"""What the database knows of the keys: which they are, never what they are."""

from django.db import models
from django.db.models.functions import Now


class KeyMark(models.Model):
    """The one row that says which fingerprint key the town's rows were written with."""

    key_id = models.BinaryField("鍵の番号", max_length=8)
    noted_at = models.DateTimeField("記録日時", db_default=Now())

    append_only = True

    class Meta:
        verbose_name = "鍵の印"
        verbose_name_plural = "鍵の印"
        constraints = [models.CheckConstraint(name="one_key_mark", condition=models.Q(id=1))]
