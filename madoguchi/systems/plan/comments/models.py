"""Consultations, the comments on them, and the answers."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from .rules import Phase, phase_on


class Consultation(models.Model):
    """意見募集. Its days are included in the period; ``draft_*`` is the file that it is about, kept sealed by its hash.

    ``asks_contact`` and ``basis`` are the town's data of the day on which it was written. ``last_number`` is the number
    of the last comment. ``revision`` grows with every change of it and of its answers.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "準備中"
        ANNOUNCED = "announced", "公表"
        ANSWERED = "answered", "結果公表"

    code = models.SlugField("記号", max_length=30, unique=True)
    title = models.CharField("題名", max_length=100)
    about = models.CharField("何について", max_length=1000)
    link = models.CharField("案のページ", max_length=200, blank=True)
    opens_on = models.DateField("募集の初めの日")
    closes_on = models.DateField("募集の終わりの日")
    short_reason = models.CharField("期間が短い理由", max_length=300, blank=True)
    basis = models.CharField("よりどころ", max_length=300, blank=True)
    provisional = models.BooleanField("仮", default=True)
    asks_contact = models.BooleanField("氏名と住所を求める", default=False)
    draft_name = models.CharField("案のファイル名", max_length=120, blank=True)
    draft_type = models.CharField("案の形式", max_length=100, blank=True)
    draft_sha256 = models.CharField("案の指紋", max_length=64, blank=True)
    state = models.CharField("状態", max_length=10, choices=State, default=State.DRAFT)
    revision = models.PositiveIntegerField("版", default=1)
    last_number = models.PositiveIntegerField("最後の番号", default=0)
    answered_on = models.DateField("結果を公表した日", null=True)

    class Meta:
        verbose_name = "意見募集"
        verbose_name_plural = "意見募集"
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.CheckConstraint(name="consultation_period", condition=Q(opens_on__lte=F("closes_on"))),
            models.CheckConstraint(name="consultation_named", condition=~Q(title="") & ~Q(about="")),
            models.CheckConstraint(
                name="consultation_answered_iff_on",
                condition=Q(state="answered", answered_on__gt=F("closes_on"))
                | Q(state__in=["draft", "announced"], answered_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def phase(self, on: date) -> Phase:
        """Where it stands on a day."""
        return phase_on(self.state, self.opens_on, self.closes_on, on)


class Answer(models.Model):
    """意見のまとめと市の考え方: of one or several comments. ``number`` is its place in the result."""

    class Change(models.TextChoices):
        CHANGED = "changed", "案を直しました"
        SAME = "same", "案は直しません"
        ALREADY = "already", "案にもう入っています"
        LATER = "later", "これからの参考にします"

    consultation = models.ForeignKey(
        Consultation, verbose_name="意見募集", on_delete=models.PROTECT, related_name="answers"
    )
    number = models.PositiveSmallIntegerField("番号")
    summary = models.CharField("意見の要旨", max_length=1000)
    view = models.CharField("市の考え方", max_length=2000)
    change = models.CharField("案への反映", max_length=10, choices=Change)

    class Meta:
        verbose_name = "市の考え方"
        verbose_name_plural = "市の考え方"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "number"], name="answer_number_once"),
            models.UniqueConstraint(fields=["id", "consultation"], name="answer_of_its_consultation"),
            models.CheckConstraint(name="answer_in_words", condition=~Q(summary="") & ~Q(view="")),
        ]


class Comment(models.Model):
    """意見: a resident's words. ``sealed`` holds name and address, where the town asks for them.

    Nothing of it changes but which answer it belongs to, which is one of its own consultation (a key over both, in the
    migration), and what of its words is shown to everyone: ``public_words``, the same words with what would tell who
    wrote them blacked out, only with consent. ``arrived_on`` is the day that counts for the period; ``submission``
    marks the form: sent twice it is one comment.
    """

    class Way(models.TextChoices):
        ONLINE = "online", "このサイト"
        POST = "post", "郵送"
        FAX = "fax", "ファクス"
        MAIL = "mail", "電子メール"
        COUNTER = "counter", "窓口"

    updatable = ("answer", "sealed", "public_words")

    consultation = models.ForeignKey(
        Consultation, verbose_name="意見募集", on_delete=models.PROTECT, related_name="comments"
    )
    number = models.PositiveIntegerField("受付番号")
    submission = models.UUIDField("受付の控え", unique=True, default=uuid.uuid4)
    words = models.CharField("意見", max_length=2000)
    may_publish = models.BooleanField("原文の公表に同意")
    sealed = models.BinaryField("封をした氏名と住所", null=True)
    answer = models.ForeignKey(
        Answer, verbose_name="市の考え方", on_delete=models.PROTECT, null=True, related_name="comments"
    )
    way = models.CharField("届いた方法", max_length=10, choices=Way, default=Way.ONLINE)
    arrived_on = models.DateField("届いた日", null=True)
    public_words = models.CharField("公表することば", max_length=2000, blank=True)
    received_at = models.DateTimeField("受け付けた日時", db_default=Now())

    class Meta:
        verbose_name = "意見"
        verbose_name_plural = "意見"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "number"], name="comment_number_once"),
            models.CheckConstraint(name="comment_in_words", condition=~Q(words="")),
            models.CheckConstraint(
                name="comment_public_by_consent", condition=Q(public_words="") | Q(may_publish=True)
            ),
            models.CheckConstraint(
                name="comment_on_paper_has_its_day", condition=Q(way="online") | Q(arrived_on__isnull=False)
            ),
        ]
