"""Search keys: a projection of the present record, made anew by each act. Never a source of truth."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from .entities import Person


class SearchKey(models.Model):
    """What a person is found by.

    ``folded`` holds every name (present, former, 通称, 旧氏, romaji) folded by ``foundation.text`` and joined by line
    feeds, the present one first; names too long for a row of an index stand in ``long_names`` instead. ``terms`` are
    their bigrams and characters, and behind a sign of their own the bigrams of the address; ``lead`` the first two
    characters; ``kana`` (cut, so that it too fits an index) begins with the family name. ``gone`` is true as of the
    day on which the key was made, until ``due_on``: from that day on a planned event has happened and the key must be
    made anew (``refresh_due``). ``guarded`` keeps the key from those who may not see guarded persons
    (``queries/guards.py`` is what decides; this is its copy for the indexes).
    """

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="+")
    gone = models.BooleanField("いまは住民でない")
    guarded = models.BooleanField("係長確認", default=False)
    folded = models.TextField("名前の検索文字列", blank=True)
    long_names = models.TextField("長い名前の検索文字列", blank=True)
    terms = ArrayField(models.TextField(), verbose_name="二文字組")
    lead = models.CharField("名前の初めの二文字", max_length=2, blank=True, db_collation="C")
    kana = models.TextField("振り仮名の検索文字列", db_collation="C")
    birth_on = models.DateField("生年月日", null=True)
    place = models.TextField("住所の検索文字列", blank=True)
    phone = models.CharField("電話番号（数字）", max_length=15, blank=True, db_collation="C")
    due_on = models.DateField("作り直す日", null=True)

    class Meta:
        verbose_name = "検索キー"
        verbose_name_plural = "検索キー"
        indexes = [
            GinIndex(fields=["terms"], name="search_terms", fastupdate=False),
            GinIndex(fields=["place"], name="search_place", opclasses=["gin_trgm_ops"], fastupdate=False),
            models.Index(fields=["gone", "kana", "person"], include=["folded"], name="search_order"),
            models.Index(fields=["lead", "gone", "kana", "person"], name="search_lead"),
            models.Index(fields=["birth_on", "gone", "kana", "person"], name="search_birth"),
            models.Index(fields=["phone"], name="search_phone", condition=~models.Q(phone="")),
            models.Index(fields=["person"], name="search_guarded", condition=models.Q(guarded=True)),
            models.Index(fields=["due_on"], name="search_due", condition=models.Q(due_on__isnull=False)),
        ]
