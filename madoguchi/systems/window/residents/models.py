"""What an import leaves behind beside the record: its own course, and the columns that the record does not own."""

from django.db import models
from django.db.models import Q

from madoguchi.engines.people.api import Person


class Outcome(models.TextChoices):
    """How an import stands."""

    WAITING = "waiting", "順番待ち"
    RUNNING = "running", "検査中"
    REFUSED = "refused", "誤りがあり取り込まなかった"
    CHECKED = "checked", "検査のみ（誤りなし）"
    IMPORTED = "imported", "取り込んだ"
    ALREADY = "already", "前に取り込んだファイル"


class ImportRun(models.Model):
    """One file given for import: what it was, how it was read, what came of it. ``digest`` is SHA-256 of its bytes."""

    file = models.FileField("ファイル", upload_to="residents/imports/", blank=True)
    faults = models.FileField("誤りの一覧", upload_to="residents/faults/", blank=True)
    name = models.CharField("ファイル名", max_length=200)
    digest = models.CharField("ファイルの指紋", max_length=64)
    dry_run = models.BooleanField("検査だけ", default=False)
    lg_code = models.CharField("住所の市区町村コード", max_length=6)
    encoding = models.CharField("文字コード", max_length=10, blank=True)
    newline = models.CharField("改行", max_length=2, blank=True)
    outcome = models.CharField("結果", max_length=10, choices=Outcome, default=Outcome.WAITING)
    message = models.TextField("説明", blank=True)
    line_count = models.PositiveIntegerField("行数", default=0)
    person_count = models.PositiveIntegerField("人数", default=0)
    household_count = models.PositiveIntegerField("世帯数", default=0)
    fault_count = models.PositiveIntegerField("誤りの数", default=0)
    fault_summary = models.JSONField("誤りの内訳", default=list)
    user_id = models.BigIntegerField("依頼した職員", null=True)
    requester = models.CharField("依頼した人", max_length=120)
    job_id = models.BigIntegerField("処理", null=True)
    created_at = models.DateTimeField("受付日時", auto_now_add=True)
    finished_at = models.DateTimeField("終了日時", null=True)

    class Meta:
        verbose_name = "データの取込み"
        verbose_name_plural = "データの取込み"
        constraints = [
            models.UniqueConstraint(
                fields=["digest", "lg_code"], condition=Q(outcome="imported"), name="residents_imported_once"
            )
        ]


class CarriedColumns(models.Model):
    """A line of an imported file: whose it is, and its columns that the record does not own or writes otherwise.

    ``columns`` maps a column's name to its text; for a column that the record owns, to ``[text, record]``: the text of
    the file stands for as long as the record still says ``record``. ``as_of`` is the day that the line speaks of (None:
    today, for the latest line of a person).
    """

    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="lines")
    line = models.PositiveIntegerField("行")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    history = models.BigIntegerField("個人履歴番号")
    branch = models.BigIntegerField("個人履歴番号の枝番号")
    latest = models.BooleanField("最新")
    as_of = models.DateField("この行が表す日", null=True)
    columns = models.JSONField("引き継いだ列", default=dict)

    class Meta:
        verbose_name = "引き継いだ列"
        verbose_name_plural = "引き継いだ列"
        constraints = [
            models.UniqueConstraint(fields=["run", "line"], name="carried_line"),
            models.UniqueConstraint(fields=["person", "history", "branch"], name="carried_history"),
        ]
