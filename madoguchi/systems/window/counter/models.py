"""What happens at the counter: numbers, cases, the procedures that became due, and how long each step took."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class Purpose(models.TextChoices):
    """What a person takes a number for."""

    MOVE_IN = "move_in", "転入"
    MOVE_WITHIN = "move_within", "転居"
    MOVE_OUT = "move_out", "転出"
    BIRTH = "birth", "出生"
    DEATH = "death", "おくやみ"
    IDENTITY = "identity", "婚姻・離婚"
    HOUSEHOLD = "household", "世帯変更"
    NATIONALITY = "nationality", "国籍・在留"
    CERTIFICATE = "certificate", "証明"
    OTHER = "other", "相談・その他"


class Ticket(models.Model):
    """A queue number (整理番号) of one day. The resident's name is not on it."""

    class State(models.TextChoices):
        WAITING = "waiting", "待ち"
        SERVING = "serving", "対応中"
        HELD = "held", "保留"
        DONE = "done", "終了"
        ABSENT = "absent", "不在"

    day = models.DateField("日")
    number = models.PositiveIntegerField("番号")
    purpose = models.CharField("用件", max_length=16, choices=Purpose)
    booked = models.BooleanField("予約", default=False)
    state = models.CharField("状態", max_length=8, choices=State, default=State.WAITING)
    window = models.CharField("窓口", max_length=10, blank=True)
    issued_at = models.DateTimeField("発券時刻")
    called_at = models.DateTimeField("呼出時刻", null=True)
    finished_at = models.DateTimeField("終了時刻", null=True)

    class Meta:
        verbose_name = "整理番号"
        verbose_name_plural = "整理番号"
        constraints = [
            models.UniqueConstraint(fields=["day", "number"], name="ticket_once_a_day"),
            models.CheckConstraint(
                name="ticket_times_in_order",
                condition=Q(called_at__isnull=True) | Q(called_at__gte=F("issued_at")),
            ),
        ]
        indexes = [models.Index(fields=["day", "state", "number"], name="ticket_queue")]


class Case(models.Model):
    """One resident's visit in the hands of one clerk, from the call to the end.

    ``draft`` keeps what was typed while the case is on hold. ``record`` is the frozen picture of the households
    before and after the act: forms and the guide are printed from it, whenever they are printed.
    """

    class State(models.TextChoices):
        OPEN = "open", "受付中"
        HELD = "held", "保留"
        RECORDED = "recorded", "記録済み"
        FINISHED = "finished", "終了"

    ticket = models.OneToOneField(
        Ticket, verbose_name="整理番号", on_delete=models.PROTECT, null=True, related_name="case"
    )
    event = models.CharField("届出", max_length=16, blank=True)
    state = models.CharField("状態", max_length=8, choices=State, default=State.OPEN)
    clerk_id = models.BigIntegerField("担当した職員")
    clerk = models.CharField("担当した人", max_length=120)
    person = models.ForeignKey(
        "people.Person", verbose_name="届出の対象", on_delete=models.PROTECT, null=True, related_name="+"
    )
    household = models.ForeignKey(
        "people.Household", verbose_name="世帯", on_delete=models.PROTECT, null=True, related_name="+"
    )
    act = models.OneToOneField("people.Act", verbose_name="異動", on_delete=models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField("受付時刻")
    finished_at = models.DateTimeField("終了時刻", null=True)
    draft = models.JSONField("保留した入力", default=dict)
    record = models.JSONField("届出の控え", default=dict)

    class Meta:
        verbose_name = "受付"
        verbose_name_plural = "受付"
        indexes = [models.Index(fields=["clerk_id", "state", "-started_at"], name="case_of_clerk")]


class DueProcedure(models.Model):
    """A procedure that the act of a case made due, as it was announced that day."""

    class State(models.TextChoices):
        ASK = "ask", "聞く"
        TODO = "todo", "これから"
        LATER = "later", "後日"
        DONE = "done", "済み"
        UNNEEDED = "unneeded", "届出不要"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="dues")
    position = models.PositiveSmallIntegerField("順")
    code = models.CharField("手続コード", max_length=40)
    name = models.CharField("手続", max_length=120)
    division = models.CharField("担当", max_length=60)
    floor = models.CharField("場所", max_length=40, blank=True)
    law = models.CharField("根拠", max_length=120, blank=True)
    due_on = models.DateField("期限", null=True)
    moved_reason = models.CharField("期限が動いた理由", max_length=60, blank=True)
    persons = ArrayField(models.BigIntegerField(), verbose_name="対象者", default=list)
    question = models.CharField("聞くこと", max_length=120, blank=True)
    remark = models.CharField("扱い", max_length=120, blank=True)
    bring = ArrayField(models.CharField(max_length=120), verbose_name="持ち物", default=list)
    form = models.CharField("届書", max_length=80, blank=True)
    provisional = models.BooleanField("仮", default=False)
    taken_here = models.BooleanField("このシステムで受け付ける", default=False)
    state = models.CharField("状態", max_length=10, choices=State, default=State.TODO)
    printed_at = models.DateTimeField("印刷時刻", null=True)
    done_at = models.DateTimeField("済んだ時刻", null=True)
    done_by = models.CharField("済みにした人", max_length=120, blank=True)

    class Meta:
        verbose_name = "生じる手続"
        verbose_name_plural = "生じる手続"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["case", "code"], name="due_once_a_case")]


class StepTime(models.Model):
    """When a case first reached a step, in seconds from its beginning."""

    class Step(models.TextChoices):
        FOUND = "found", "人を見つけた"
        ENTERED = "entered", "届出を入力した"
        RECORDED = "recorded", "記録した"
        PRINTED = "printed", "紙を渡した"
        FINISHED = "finished", "終えた"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField("段階", max_length=10, choices=Step)
    seconds = models.PositiveIntegerField("受付からの秒数")

    class Meta:
        verbose_name = "段階の時間"
        verbose_name_plural = "段階の時間"
        ordering = ["seconds", "pk"]
        constraints = [models.UniqueConstraint(fields=["case", "step"], name="step_once_a_case")]
