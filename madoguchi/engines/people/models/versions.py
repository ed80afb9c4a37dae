"""Facts with two times. Field names follow the resident record's column list (氏名, 続柄, 本籍 …)."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from madoguchi.foundation import vault
from madoguchi.foundation.history.models import Version, one_at_a_time, periods_filled

from .acts import Act
from .entities import Household, Person

SUPERSEDED = Q(closed_by__isnull=False)
NUMBER = "people.number"
"""What a 個人番号 is sealed for."""


def opened_by() -> models.ForeignKey[Act, Act]:
    """The act that wrote the row."""
    return models.ForeignKey(Act, verbose_name="記載した異動", on_delete=models.PROTECT, related_name="+")


def closed_by() -> models.ForeignKey[Act | None, Act | None]:
    """The act that superseded the row."""
    return models.ForeignKey(
        Act, verbose_name="改めた異動", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )


def superseded(name: str) -> models.Index:
    """Index: the rows that an act closed; most rows are not closed by any."""
    return models.Index(fields=["closed_by"], name=name, condition=SUPERSEDED)


class PersonVersion(Version):
    """A fact of a person: at most one at a time."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_by = opened_by()
    closed_by = closed_by()

    class Meta(Version.Meta):
        abstract = True
        constraints = [
            one_at_a_time("%(class)s_one_at_a_time", "person"),
            periods_filled("%(class)s_periods"),
        ]
        indexes = [superseded("%(class)s_closed")]


class Identity(PersonVersion):
    """氏名・生年月日・性別・戸籍の表示: who the person is. For corporations, the name and the 法人番号."""

    name = models.CharField("氏名", max_length=200)
    family_name = models.CharField("氏", max_length=100, blank=True)
    given_name = models.CharField("名", max_length=100, blank=True)
    name_kana = models.CharField("氏名の振り仮名", max_length=200, blank=True)
    family_kana = models.CharField("氏の振り仮名", max_length=100, blank=True)
    given_kana = models.CharField("名の振り仮名", max_length=100, blank=True)
    kana_confirmed = models.CharField("振り仮名の確認状況", max_length=2, blank=True)
    name_romaji = models.CharField("氏名（ローマ字）", max_length=200, blank=True)
    alias = models.CharField("通称", max_length=200, blank=True)
    alias_kana = models.CharField("通称の振り仮名", max_length=200, blank=True)
    former_family_name = models.CharField("旧氏", max_length=100, blank=True)
    former_family_kana = models.CharField("旧氏の振り仮名", max_length=100, blank=True)
    birth_on = models.DateField("生年月日", null=True)
    birth_uncertain = models.BooleanField("生年月日不詳", default=False)
    birth_text = models.CharField("生年月日の表記", max_length=40, blank=True)
    sex = models.CharField("性別", max_length=1, blank=True)
    is_foreign = models.BooleanField("外国人住民", default=False)
    domicile = models.CharField("本籍", max_length=200, blank=True)
    domicile_town = models.CharField("本籍の町字", max_length=100, blank=True)
    domicile_lot = models.CharField("本籍の地番号", max_length=100, blank=True)
    domicile_lg_code = models.CharField("本籍の市区町村コード", max_length=6, blank=True)
    domicile_town_code = models.CharField("本籍の町字コード", max_length=7, blank=True)
    koseki_head = models.CharField("筆頭者", max_length=200, blank=True)
    koseki_head_family = models.CharField("筆頭者の氏", max_length=100, blank=True)
    koseki_head_given = models.CharField("筆頭者の名", max_length=100, blank=True)
    is_ward = models.BooleanField("成年被後見人", default=False)
    corporate_number = models.CharField("法人番号", max_length=13, blank=True)

    class Meta(PersonVersion.Meta):
        verbose_name = "氏名等"


class Membership(PersonVersion):
    """世帯と続柄: the person lives in this household of the town. No membership on a day: not a resident on it."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    relation = ArrayField(models.CharField(max_length=2), verbose_name="続柄コード", size=4)
    relation_text = models.CharField("続柄", max_length=40)
    is_head = models.BooleanField("世帯主")
    position = models.PositiveSmallIntegerField("記載順位", default=1)
    resident_since = models.DateField("住民となった年月日", null=True)
    resident_since_uncertain = models.BooleanField("住民となった年月日不詳", default=False)
    settled_on = models.DateField("住所を定めた年月日", null=True)
    settled_uncertain = models.BooleanField("住所を定めた年月日不詳", default=False)
    address_notified_on = models.DateField("住所の届出年月日", null=True)
    entry_reason = models.CharField("記載の事由", max_length=24, blank=True)
    entered_on = models.DateField("記載の異動年月日", null=True)
    previous_address = models.JSONField("転入前住所", default=dict)

    class Meta(PersonVersion.Meta):
        verbose_name = "世帯と続柄"
        constraints = [
            one_at_a_time("membership_one_household", "person"),
            one_at_a_time("membership_one_head", "household", condition=Q(is_head=True)),
            periods_filled("membership_periods"),
            models.CheckConstraint(
                name="membership_head_relation",
                condition=Q(is_head=True, relation=["02"]) | Q(is_head=False) & ~Q(relation=["02"]),
            ),
        ]


class Dwelling(Version):
    """住所: where a household lives."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    lg_code = models.CharField("市区町村コード", max_length=6)
    prefecture = models.CharField("都道府県", max_length=4)
    city = models.CharField("市区郡町村名", max_length=40)
    town = models.CharField("町字", max_length=100)
    town_code = models.CharField("町字コード", max_length=7, blank=True)
    lot = models.CharField("番地号", max_length=100, blank=True)
    building = models.CharField("方書", max_length=100, blank=True)
    postal_code = models.CharField("郵便番号", max_length=7, blank=True)
    district = models.CharField("地区管理コード", max_length=12, blank=True)
    opened_by = opened_by()
    closed_by = closed_by()

    class Meta(Version.Meta):
        verbose_name = "住所"
        constraints = [one_at_a_time("dwelling_one_at_a_time", "household"), periods_filled("dwelling_periods")]
        indexes = [
            superseded("dwelling_closed"),
            models.Index(fields=["town", "lot"], name="dwelling_town", condition=Q(recorded__upper_inf=True)),
        ]


class Permit(PersonVersion):
    """在留情報: the status of residence of a foreign resident (住民基本台帳法第30条の45)."""

    resident_since = models.DateField("外国人住民となった年月日", null=True)
    resident_since_uncertain = models.BooleanField("外国人住民となった年月日不詳", default=False)
    card_number = models.CharField("在留カード等の番号", max_length=12, blank=True)
    card_kind = models.CharField("在留カード等の番号区分", max_length=1, blank=True)
    country_code = models.CharField("国籍・地域コード", max_length=3, blank=True)
    country = models.CharField("国籍・地域", max_length=60, blank=True)
    article30_45 = models.CharField("第30条の45の区分", max_length=1, blank=True)
    address_notified = models.CharField("住居地の届出の有無", max_length=1, blank=True)
    status_code = models.CharField("在留資格コード", max_length=3, blank=True)
    status = models.CharField("在留資格", max_length=60, blank=True)
    years = models.PositiveSmallIntegerField("在留期間（年）", null=True)
    months = models.PositiveSmallIntegerField("在留期間（月）", null=True)
    days = models.PositiveSmallIntegerField("在留期間（日）", null=True)
    expires_on = models.DateField("在留期間の満了の日", null=True)

    class Meta(PersonVersion.Meta):
        verbose_name = "在留情報"


class RemovalReason(models.TextChoices):
    """Why a person is no longer a resident."""

    MOVE_OUT = "move_out", "転出"
    DEATH = "death", "死亡"
    EX_OFFICIO = "ex_officio_removal", "職権消除"
    PERMIT_ENDED = "permit_ended", "在留資格の喪失"
    OTHER = "other", "その他"


class Removal(PersonVersion):
    """消除: from the valid period's first day the person is not a resident. A planned move-out is one that is not yet
    confirmed.
    """

    reason = models.CharField("消除の事由", max_length=24, choices=RemovalReason)
    notified_on = models.DateField("消除の届出年月日", null=True)
    uncertain = models.BooleanField("消除の異動年月日不詳", default=False)
    planned_on = models.DateField("転出予定年月日", null=True)
    planned_address = models.JSONField("転出先住所（予定）", default=dict)
    confirmed_on = models.DateField("転出年月日（確定）", null=True)
    confirmed_address = models.JSONField("転出先住所（確定）", default=dict)
    arrival_notified_on = models.DateField("転入通知年月日", null=True)

    class Meta(PersonVersion.Meta):
        verbose_name = "消除"


class ResidentCode(PersonVersion):
    """住民票コード: eleven digits, one person's at a time (住民基本台帳法第7条第13号)."""

    value = models.CharField("住民票コード", max_length=11)

    class Meta(PersonVersion.Meta):
        verbose_name = "住民票コード"
        constraints = [
            one_at_a_time("residentcode_one_at_a_time", "person"),
            one_at_a_time("residentcode_one_person", "value"),
            periods_filled("residentcode_periods"),
        ]

    @staticmethod
    def columns(person_id: int, value: str) -> dict[str, Any]:
        """Column → value for a person's code."""
        return {"value": value}

    @staticmethod
    def same(value: str) -> dict[str, Any]:
        """Condition: rows of this code."""
        return {"value": value}


class IndividualNumber(PersonVersion):
    """個人番号: twelve digits, one person's at a time (番号法第7条).

    Only sealed, for the person it belongs to; the fingerprint keeps two persons from bearing one number. It is opened
    by ``queries.numbers`` and nowhere else.
    """

    sealed = models.BinaryField("封をした個人番号")
    fingerprint = models.BinaryField("個人番号の指紋", max_length=32)

    class Meta(PersonVersion.Meta):
        verbose_name = "個人番号"
        constraints = [
            one_at_a_time("individualnumber_one_at_a_time", "person"),
            one_at_a_time("individualnumber_one_person", "fingerprint"),
            periods_filled("individualnumber_periods"),
        ]

    @staticmethod
    def columns(person_id: int, value: str) -> dict[str, Any]:
        """Column → value for a person's number."""
        sealed = vault.seal(value.encode(), purpose=NUMBER, bound_to=f"person:{person_id}")
        return {"sealed": sealed, **IndividualNumber.same(value)}

    @staticmethod
    def same(value: str) -> dict[str, Any]:
        """Condition: rows of this number."""
        return {"fingerprint": vault.fingerprint(value, purpose=NUMBER)}

    def open(self) -> str:
        """The number itself: for ``queries.numbers``, which asks whether it may be seen."""
        return vault.unseal(bytes(self.sealed), purpose=NUMBER, bound_to=f"person:{self.person_id}").decode()


class Contact(PersonVersion):
    """連絡先: a telephone, and the address of a person outside the register or of a corporation."""

    phone = models.CharField("電話番号", max_length=15, blank=True)
    address = models.JSONField("住所", default=dict)

    class Meta(PersonVersion.Meta):
        verbose_name = "連絡先"
