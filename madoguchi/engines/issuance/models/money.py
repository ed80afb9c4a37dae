"""The fee ledger: every yen of a drawer in order. Rows are only added.

Each line leads from the balance of the line before it (a composite foreign key of migration 0002), and nothing can
follow a closing line: a closed day cannot change, whatever the code does.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from madoguchi.engines.people.api import Person


class LineKind(models.TextChoices):
    """What a line of the ledger is."""

    OPENING = "opening", "開始"
    CHARGE = "charge", "収入"
    REFUND = "refund", "返金"
    CLOSING = "closing", "締め"


class Drawer(models.Model):
    """The money of one counter on one day. After its closing the counter goes on with the next ``round``.

    ``closed`` only finds what is still open; that nothing follows a closing is held by the lines themselves.
    """

    updatable = ("closed",)

    counter = models.CharField("会計窓口", max_length=20)
    day = models.DateField("日")
    round = models.PositiveSmallIntegerField("回", default=1)
    closed = models.BooleanField("締めた", default=False)

    class Meta:
        verbose_name = "会計"
        verbose_name_plural = "会計"
        indexes = [models.Index(fields=["day"], name="drawer_open", condition=Q(closed=False))]
        constraints = [models.UniqueConstraint(fields=["counter", "day", "round"], name="drawer_once")]

    def __str__(self) -> str:
        return f"{self.counter}　{self.day}" + (f"（{self.round}回目）" if self.round > 1 else "")


def of_a_paper(filled: bool) -> Q:
    """Whether the columns that bind a line to a paper are filled."""
    return Q(request__isnull=not filled, paper__isnull=not filled, person__isnull=not filled, fee__isnull=not filled)


class FeeLine(models.Model):
    """One line. ``fee`` is the fee of the request; a charge adds it, a refund takes it back, each once a paper."""

    append_only = True

    drawer = models.ForeignKey(Drawer, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField("順番")
    kind = models.CharField("種類", max_length=8, choices=LineKind)
    amount = models.IntegerField("金額")
    balance = models.IntegerField("残高")
    open = models.BooleanField("続けられる")
    before = models.IntegerField("前の順番", null=True)
    before_balance = models.IntegerField("前の残高", null=True)
    before_open = models.BooleanField("前の行に続けられる", null=True)
    request = models.ForeignKey(
        "PaperRequest", on_delete=models.PROTECT, null=True, related_name="fee_lines", db_index=False
    )
    paper = models.ForeignKey("IssuedPaper", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    fee = models.PositiveIntegerField("手数料", null=True)
    charge = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="refund")
    reason = models.CharField("理由", max_length=200, blank=True)
    at = models.DateTimeField("日時")
    user_id = models.BigIntegerField("職員", null=True)
    clerk = models.CharField("扱った人", max_length=120)

    class Meta:
        verbose_name = "手数料台帳の行"
        verbose_name_plural = "手数料台帳の行"
        indexes = [models.Index(fields=["request"], name="fee_line_request")]
        constraints = [
            models.UniqueConstraint(fields=["drawer", "position", "balance", "open"], name="fee_line_leads_on"),
            models.UniqueConstraint(fields=["drawer", "position"], name="fee_line_numbered"),
            models.UniqueConstraint(fields=["paper"], name="charged_once", condition=Q(kind="charge")),
            models.UniqueConstraint(fields=["paper"], name="refunded_once", condition=Q(kind="refund")),
            models.UniqueConstraint(fields=["id", "paper", "person", "kind"], name="fee_line_released"),
            models.UniqueConstraint(fields=["id", "paper", "person", "fee"], name="fee_line_refunded"),
            models.UniqueConstraint(fields=["id", "drawer", "balance", "kind"], name="fee_line_closed"),
            models.CheckConstraint(
                name="fee_line_open", condition=Q(open=False, kind="closing") | Q(open=True) & ~Q(kind="closing")
            ),
            models.CheckConstraint(
                name="fee_line_begins",
                condition=Q(position=0, kind="opening", before__isnull=True, balance=F("amount"))
                | Q(
                    position=F("before") + 1,
                    before__isnull=False,
                    before_balance__isnull=False,
                    before_open=True,
                    balance=F("before_balance") + F("amount"),
                )
                & ~Q(kind="opening"),
            ),
            models.CheckConstraint(
                name="fee_line_kinds",
                condition=Q(kind="opening", charge__isnull=True) & of_a_paper(filled=False)
                | Q(kind="charge", charge__isnull=True, amount=F("fee")) & of_a_paper(filled=True)
                | Q(kind="refund", charge__isnull=False, amount=-F("fee")) & of_a_paper(filled=True) & ~Q(reason="")
                | Q(kind="closing", charge__isnull=True, amount=0) & of_a_paper(filled=False),
            ),
        ]


class Closing(models.Model):
    """The end of a drawer: the cash that was counted against the ledger. Once; nothing follows.

    ``expected`` is the balance of the closing line itself. ``change`` is the change that lay in the drawer from the
    beginning (釣銭準備金). A difference has a reason.
    """

    append_only = True

    drawer = models.OneToOneField(Drawer, on_delete=models.PROTECT, related_name="closing")
    line = models.OneToOneField(FeeLine, on_delete=models.PROTECT, related_name="+")
    line_kind = models.CharField("台帳の行の種類", max_length=8, default=LineKind.CLOSING)
    expected = models.IntegerField("台帳の残高")
    counted = models.IntegerField("数えた現金")
    change = models.PositiveIntegerField("釣銭準備金", default=0)
    difference = models.IntegerField("差額")
    reason = models.CharField("差額の理由", max_length=200, blank=True)
    denominations = models.JSONField("金種", default=dict)
    closed_at = models.DateTimeField("締めた日時")
    user_id = models.BigIntegerField("締めた職員", null=True)
    closer = models.CharField("締めた人", max_length=120)

    class Meta:
        verbose_name = "会計の締め"
        verbose_name_plural = "会計の締め"
        constraints = [
            models.CheckConstraint(name="closing_line_closes", condition=Q(line_kind="closing")),
            models.CheckConstraint(
                name="closing_difference", condition=Q(difference=F("counted") - F("change") - F("expected"))
            ),
            models.CheckConstraint(name="closing_difference_explained", condition=Q(difference=0) | ~Q(reason="")),
            models.CheckConstraint(name="closing_counted", condition=Q(counted__gte=0)),
        ]
