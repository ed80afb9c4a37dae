"""What is unusual about looks, whom to look out for, and the slips with which residents see who looked at theirs."""

from django.db import models
from django.db.models import F, Q

from madoguchi.engines.people.api import Person


class Kind(models.TextChoices):
    """Why a look is listed."""

    SELF = "self", "自分の記録"
    HOUSEHOLD = "household", "同じ世帯の人"
    ADDRESS = "address", "同じ番地の人"
    NEIGHBOUR = "neighbour", "近所の人"
    COLLEAGUE = "colleague", "職員"
    NAMESAKE = "namesake", "職員と同じ氏名の人"
    SURNAME = "surname", "同じ氏の人"
    WATCHED = "watched", "注目される人"
    MASS_HOUR = "mass_hour", "1時間に多くの人"
    MASS_DAY = "mass_day", "1日に多くの人"
    CLOSED = "closed", "開庁時間の外"
    RETURNING = "returning", "手続のない繰り返し"
    EMERGENCY = "emergency", "緊急の利用"


class Unusual(models.Model):
    """Looks of one member of staff on one day that a head should know of, and what the head found.

    ``person`` is empty where many persons are meant. ``first`` and ``last`` are entries of the audit.
    """

    updatable = ("looks", "first", "last", "state", "note", "decided_by", "decider", "decided_at")

    class State(models.TextChoices):
        OPEN = "open", "未確認"
        CONFIRMED = "confirmed", "確認済"

    day = models.DateField("日")
    kind = models.CharField("理由", max_length=12, choices=Kind)
    user_id = models.BigIntegerField("職員")
    division = models.CharField("所属", max_length=60, blank=True)
    person = models.ForeignKey(Person, verbose_name="見られた人", on_delete=models.PROTECT, null=True, related_name="+")
    looks = models.PositiveIntegerField("回数・人数")
    first = models.BigIntegerField("初めの監査記録")
    last = models.BigIntegerField("終わりの監査記録")
    state = models.CharField("状態", max_length=9, choices=State, default=State.OPEN)
    note = models.TextField("確認した内容", blank=True)
    decided_by = models.BigIntegerField("確認した職員", null=True)
    decider = models.CharField("確認した人", max_length=120, blank=True)
    decided_at = models.DateTimeField("確認日時", null=True)

    class Meta:
        verbose_name = "通常と異なる閲覧"
        verbose_name_plural = "通常と異なる閲覧"
        indexes = [
            models.Index(fields=["-id"], name="looks_open", condition=Q(state="open")),
            models.Index(fields=["user_id", "-id"], name="looks_by_staff"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "kind", "user_id", "person"], name="looks_listed_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                name="looks_second_person",
                condition=Q(state="open", decided_by=None)
                | Q(state="confirmed", decided_by__isnull=False) & ~Q(decided_by=F("user_id")),
            ),
            models.CheckConstraint(
                name="looks_confirmed_in_words", condition=Q(state="open") | ~Q(note="") & Q(decided_at__isnull=False)
            ),
        ]


class SweptDay(models.Model):
    """A day whose looks were gone through."""

    append_only = True

    day = models.DateField("日", unique=True)
    at = models.DateTimeField("日時", auto_now_add=True)

    class Meta:
        verbose_name = "調べ終えた日"
        verbose_name_plural = "調べ終えた日"


class Watched(models.Model):
    """注目される人: someone whose record is looked at out of curiosity. Ended, never deleted."""

    updatable = ("until", "ended_by")

    person = models.ForeignKey(Person, verbose_name="人", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField("理由", max_length=120)
    since = models.DateField("始まり")
    until = models.DateField("終わり", null=True)
    added_by = models.CharField("登録した人", max_length=120)
    ended_by = models.CharField("やめた人", max_length=120, blank=True)

    class Meta:
        verbose_name = "注目される人"
        verbose_name_plural = "注目される人"
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(until=None), name="looks_watched_once"),
            models.CheckConstraint(name="looks_watched_days", condition=Q(until=None) | Q(until__gte=F("since"))),
        ]


class StaffPerson(models.Model):
    """職員本人の記録: which resident a member of staff is, as they told the head. Ended, never deleted."""

    updatable = ("until", "ended_by")

    user_id = models.BigIntegerField("職員")
    person = models.ForeignKey(Person, verbose_name="人", on_delete=models.PROTECT, related_name="+")
    since = models.DateField("始まり")
    until = models.DateField("終わり", null=True)
    added_by = models.CharField("登録した人", max_length=120)
    ended_by = models.CharField("やめた人", max_length=120, blank=True)

    class Meta:
        verbose_name = "職員本人"
        verbose_name_plural = "職員本人"
        constraints = [
            models.UniqueConstraint(fields=["user_id"], condition=Q(until=None), name="looks_staff_once"),
            models.UniqueConstraint(fields=["person"], condition=Q(until=None), name="looks_person_once"),
            models.CheckConstraint(name="looks_staff_days", condition=Q(until=None) | Q(until__gte=F("since"))),
        ]


class Slip(models.Model):
    """閲覧の確認票: a code on paper with which one resident sees, once, who looked at their record.

    Neither the code nor the date of birth is kept: ``code`` is the fingerprint of the one, ``answer`` of both.
    ``whole`` is true where the giver may see guarded persons.
    """

    updatable = ("tries", "opened_at", "revoked_at")

    person = models.ForeignKey(Person, verbose_name="人", on_delete=models.PROTECT, related_name="+")
    code = models.BinaryField("番号の指紋", unique=True)
    answer = models.BinaryField("番号と生年月日の指紋")
    whole = models.BooleanField("特別な取扱いの人にも渡せる職員が渡した")
    identity_check = models.CharField("本人確認", max_length=60)
    given_at = models.DateTimeField("交付日時")
    valid_until = models.DateTimeField("有効期限")
    user_id = models.BigIntegerField("渡した職員", null=True)
    giver = models.CharField("渡した人", max_length=120)
    tries = models.PositiveSmallIntegerField("誤った回数", default=0)
    opened_at = models.DateTimeField("開いた日時", null=True)
    revoked_at = models.DateTimeField("取り消した日時", null=True)

    class Meta:
        verbose_name = "閲覧の確認票"
        verbose_name_plural = "閲覧の確認票"
        indexes = [models.Index(fields=["person", "-id"], name="looks_slips")]
        constraints = [models.CheckConstraint(name="looks_slip_ends", condition=Q(valid_until__gt=F("given_at")))]
