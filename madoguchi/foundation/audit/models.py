"""The audit trail of a town."""

from django.db import models
from django.db.models.functions import Now


class Entry(models.Model):
    """Who did or looked at what, when and why. Rows are added, never changed.

    ``action`` is a code such as ``people.look`` or ``people.move_in``; ``subject`` a reference such as
    ``person:123``, never a name or an address.
    """

    at = models.DateTimeField("日時", db_default=Now())
    user_id = models.BigIntegerField("職員", null=True)
    actor = models.CharField("行った人", max_length=120)
    action = models.CharField("行為", max_length=60)
    subject = models.CharField("対象", max_length=60)
    purpose = models.CharField("目的", max_length=120, blank=True)
    detail = models.JSONField("内容", default=dict)

    class Meta:
        verbose_name = "監査記録"
        verbose_name_plural = "監査記録"
        indexes = [
            models.Index(fields=["subject", "-id"], name="audit_subject"),
            models.Index(fields=["user_id", "-id"], name="audit_user"),
        ]
