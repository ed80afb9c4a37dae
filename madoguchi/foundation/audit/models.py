"""The audit trail of a town: entries in chains, and the lanes in which they are chained."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models


class Lane(models.Model):
    """One of the chains in which entries are written side by side, with its present end.

    A transaction holds the lane it writes in until it ends; there are several, so that nobody waits for another.
    """

    updatable = ("head", "position")

    head = models.BinaryField("末尾の指紋")
    position = models.BigIntegerField("記録の数", default=0)

    class Meta:
        verbose_name = "監査記録の列"
        verbose_name_plural = "監査記録の列"


class Entry(models.Model):
    """Who did or looked at what, when and why. Rows are added, never changed; ``actions.record`` alone adds them.

    ``action`` is a code such as ``people.look`` or ``people.move_in``; ``subject`` a reference such as
    ``person:123``, never a name or an address. ``content`` is the digest of what the entry says, ``digest`` ties it to
    what stands before it in its lane; entries of one call stand together from the position ``block`` on (``chain.py``).
    """

    append_only = True

    at = models.DateTimeField("日時")
    user_id = models.BigIntegerField("職員", null=True)
    actor = models.CharField("行った人", max_length=120)
    division = models.CharField("所属", max_length=60, blank=True)
    appointment_id = models.BigIntegerField("発令", null=True)
    action = models.CharField("行為", max_length=60)
    subject = models.CharField("対象", max_length=60)
    purpose = models.CharField("目的", max_length=120, blank=True)
    emergency = models.CharField("緊急の利用の理由", max_length=200, blank=True)
    detail = models.JSONField("内容", default=dict)
    lane = models.ForeignKey(Lane, verbose_name="列", on_delete=models.PROTECT, related_name="+", db_index=False)
    position = models.BigIntegerField("列の中の位置")
    block = models.BigIntegerField("まとまりの初めの位置")
    content = models.BinaryField("内容の指紋")
    digest = models.BinaryField("つながりの指紋")

    class Meta:
        verbose_name = "監査記録"
        verbose_name_plural = "監査記録"
        indexes = [
            models.Index(fields=["subject", "-id"], name="audit_subject"),
            models.Index(fields=["user_id", "-id"], name="audit_user"),
            BrinIndex(fields=["at"], name="audit_at", pages_per_range=32, autosummarize=True),
        ]
        constraints = [models.UniqueConstraint(fields=["lane", "position"], name="audit_one_in_place")]


class Stamp(models.Model):
    """The ends of the lanes at one moment, tied to the stamp before it. Taken once an hour.

    ``heads`` maps the number of each lane that grew since then to its position and head (hexadecimal).
    """

    append_only = True

    at = models.DateTimeField("日時")
    heads = models.JSONField("列の末尾")
    before = models.BinaryField("前の指紋", unique=True)
    digest = models.BinaryField("指紋")

    class Meta:
        verbose_name = "監査記録の時点"
        verbose_name_plural = "監査記録の時点"


class Token(models.Model):
    """What a time-stamping authority (RFC 3161) answered for the digest of a stamp."""

    append_only = True

    stamp = models.OneToOneField(Stamp, verbose_name="時点", on_delete=models.PROTECT)
    at = models.DateTimeField("時刻認証の日時")
    token = models.BinaryField("タイムスタンプトークン")

    class Meta:
        verbose_name = "タイムスタンプ"
        verbose_name_plural = "タイムスタンプ"
