"""Forms of the desk."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils import timezone

from madoguchi.engines.issuance.api import tariff
from madoguchi.engines.people.api import Refused
from madoguchi.foundation.web.screens import tell
from madoguchi.foundation.web.wareki import WarekiTextField

from .actions import Asked, SealRequest
from .actions.inquiring import Answer
from .actions.recording import Told
from .choices import WITH_PHOTO, WITHOUT_PHOTO, options
from .models import EndReason
from .models.applications import ROUTES
from .rules import CHECKS, GROUNDS, Route, Stated

FEE = "seal_certificate"

ANSWER_CHECKS = [
    ("signed", "回答書に、本人の署名がある"),
    ("number", "照会書の文書番号が、この申請のものと同じ"),
    ("impression", "回答書の印影が、申請された印影と同じ"),
]


class SentOnceForm(forms.Form):
    """A form with a number of its own: sent twice, it counts once."""

    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def show(self, refusal: Refused) -> None:
        """Shows the grounds of a refusal at their fields."""
        tell(self, refusal)


class ApplyForm(SentOnceForm):
    """登録申請: one page. What cannot be is said by the rules, all at once, at the fields."""

    route = forms.ChoiceField(label="本人の意思を確かめる方法", choices=ROUTES, widget=forms.RadioSelect)
    identity_check = forms.ChoiceField(
        label="本人確認書類（顔写真付き）", choices=options(WITH_PHOTO, "ない・確かめていない"), required=False
    )
    accompanied = forms.BooleanField(label="成年被後見人の方で、法定代理人が同行している", required=False)
    guarantor_number = forms.CharField(
        label="保証人の登録証番号",
        max_length=8,
        required=False,
        help_text="数字8桁。保証書の署名と、登録された印の押印を確かめます。",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "short"}),
    )
    proxy_name = forms.CharField(label="代理人の氏名", max_length=120, required=False)
    proxy_address = forms.CharField(label="代理人の住所", max_length=200, required=False)
    mandate = forms.BooleanField(label="委任状または代理権授与通知書を確かめた", required=False)
    picture = forms.FileField(
        label="印影の画像",
        required=False,
        help_text="PNG か JPEG。寸法カードに押した写真か、150dpi 以上で読み取った画像。",
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg", "capture": "environment", "class": "input"}),
    )
    scan = forms.UUIDField(widget=forms.HiddenInput, required=False)
    width_mm = forms.FloatField(
        label="横の長さ（mm）",
        required=False,
        min_value=1,
        max_value=60,
        widget=forms.NumberInput(attrs={"step": "0.1", "inputmode": "decimal", "class": "short"}),
    )
    turn = forms.FloatField(
        label="左へ回す（度）",
        required=False,
        min_value=-180,
        max_value=180,
        widget=forms.NumberInput(attrs={"step": "0.5", "inputmode": "decimal", "class": "short"}),
    )
    text = forms.CharField(
        label="印影が表している文字",
        max_length=60,
        required=False,
        help_text="読み取れるとおりに入れます。「印」などは省いてかまいません。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "middle"}),
    )
    checks = forms.MultipleChoiceField(
        label="目で確かめること",
        choices=[(check.code, check.words) for check in CHECKS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    doubt = forms.CharField(
        label="判断に迷うこと",
        max_length=200,
        required=False,
        help_text="入れると、係長などの承認を待ってから進みます。",
    )

    def show(self, refusal: Refused) -> None:
        """As ever, but what eyes have not checked yet is said in one line."""
        grounds = {check.ground for check in CHECKS}
        left = [fault for fault in refusal.faults if fault.field == "checks" and fault.code in grounds]
        super().show(Refused([fault for fault in refusal.faults if fault not in left]))
        if left:
            self.add_error(
                "checks", f"確かめていない項目が{len(left)}つあります。実物を見て、1つずつ確かめてください。"
            )

    def request(self, person_id: int) -> SealRequest:
        """The request that a valid form makes."""
        data = self.cleaned_data
        route = Route(data["route"])
        return SealRequest(
            person_id=person_id,
            route=route,
            scan=data["scan"],
            text=data["text"],
            ticked=data["checks"],
            identity_check=data["identity_check"],
            accompanied=data["accompanied"],
            guarantor_number=data["guarantor_number"] if route == Route.GUARANTOR else "",
            proxy_name=data["proxy_name"] if route == Route.PROXY else "",
            proxy_address=data["proxy_address"] if route == Route.PROXY else "",
            mandate=data["mandate"],
            doubt=data["doubt"],
            submission=data["submission"],
        )


class AnswerForm(SentOnceForm):
    """回答書の受付."""

    brought_by = forms.CharField(label="持参した人の氏名", max_length=120)
    identity_check = forms.ChoiceField(
        label="持参した人の本人確認", choices=options([*WITH_PHOTO, WITHOUT_PHOTO[0]]), required=False
    )
    ticked = forms.MultipleChoiceField(
        label="目で確かめること", choices=ANSWER_CHECKS, widget=forms.CheckboxSelectMultiple, required=False
    )
    mandate = forms.BooleanField(label="代理権授与通知書を確かめた（代理人のとき）", required=False)

    def answer(self) -> Answer:
        """The answer that a valid form makes."""
        data = self.cleaned_data
        return Answer(
            brought_by=data["brought_by"],
            identity_check=data["identity_check"],
            ticked=tuple(data["ticked"]),
            mandate=data["mandate"],
        )


class RegisterForm(SentOnceForm):
    """登録 and handing over the card."""

    handed = forms.BooleanField(label="登録証をこの場で渡す", required=False, initial=True)


class NoteForm(SentOnceForm):
    """A step with a remark."""

    note = forms.CharField(label="内容", max_length=200, required=False)


class RefuseForm(SentOnceForm):
    """不受理."""

    grounds = forms.MultipleChoiceField(
        label="不受理の理由", choices=list(GROUNDS.items()), widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(label="申請者に伝えたこと", max_length=200, required=False)


class ToldForm(SentOnceForm):
    """Who told it, and how they were identified."""

    told_by = forms.CharField(label="届け出た人", max_length=120, initial="本人")
    identity_check = forms.ChoiceField(label="本人確認", choices=options([*WITH_PHOTO, *WITHOUT_PHOTO]), required=False)
    note = forms.CharField(label="内容", max_length=200, required=False)

    def told(self) -> Told:
        """Who told it, of a valid form."""
        data = self.cleaned_data
        return Told(
            by=data.get("told_by", ""),
            identity_check=data.get("identity_check", ""),
            note=data["note"],
            submission=data["submission"],
        )


class CertificateForm(SentOnceForm):
    """印鑑登録証明書の請求: the card, what is said of its owner, who has come."""

    number = forms.CharField(
        label="登録証番号",
        max_length=8,
        help_text="登録証の数字8桁",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "middle"}),
    )
    name = forms.CharField(label="登録者の氏名", max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    birth_on = WarekiTextField(label="登録者の生年月日")
    address = forms.CharField(
        label="登録者の住所", max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    requester = forms.CharField(label="来た人の氏名", max_length=120, required=False, help_text="本人でないときだけ")
    requester_address = forms.CharField(
        label="来た人の住所", max_length=200, required=False, help_text="本人でないときだけ"
    )
    copies = forms.IntegerField(label="通数", min_value=1, max_value=20, initial=1)
    exemption = forms.ChoiceField(label="手数料", required=False)
    counter = forms.ChoiceField(label="会計窓口")
    exemption_reason = forms.CharField(
        label="手数料を取らない理由", max_length=200, required=False, help_text="無料にするときだけ"
    )

    def __init__(self, *args: Any, counter: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rates = tariff(timezone.localdate())
        price = f"1通 {self.rates.fee(FEE):,}円{'（仮）' if self.rates.provisional else ''}"
        free = [(each.code, each.name) for each in self.rates.exemptions if each.code != "official"]
        self.fields["exemption"].choices = [("", price), *free]  # type: ignore[attr-defined]
        self.fields["counter"].choices = [(name, name) for name in self.rates.counters]  # type: ignore[attr-defined]
        self.fields["counter"].initial = counter if counter in self.rates.counters else self.rates.counters[0]

    def clean(self) -> dict[str, Any]:
        """Who comes for another gives name and address."""
        data = super().clean() or {}
        if data.get("requester") and not data.get("requester_address"):
            self.add_error("requester_address", "来た人の住所を入れてください。")
        return data

    def asked(self) -> Asked:
        """What a valid form asks for."""
        data = self.cleaned_data
        stated = Stated(name=data["name"], address=data["address"], birth_on=data["birth_on"])
        return Asked(
            number=data["number"],
            stated=stated,
            requester=data["requester"],
            requester_address=data["requester_address"],
            copies=data["copies"],
            counter=data["counter"],
            exemption=data["exemption"],
            exemption_reason=data["exemption_reason"],
            submission=data["submission"],
        )


class AbolishForm(ToldForm):
    """廃止の申請."""

    reason = forms.ChoiceField(
        label="廃止の事由",
        widget=forms.RadioSelect,
        initial=EndReason.ABOLISHED,
        choices=[(EndReason.ABOLISHED, "登録をやめる・印鑑を替える"), (EndReason.LOST, "印鑑をなくした・盗まれた")],
    )
    field_order = ["reason", "told_by", "identity_check", "note"]


class OfficeForm(SentOnceForm):
    """職権による抹消."""

    reason = forms.ChoiceField(
        label="抹消の事由",
        widget=forms.RadioSelect,
        choices=[
            (EndReason.INCAPABLE, EndReason.INCAPABLE.label),
            (EndReason.NAME_CHANGED, EndReason.NAME_CHANGED.label),
            (EndReason.REMOVED, EndReason.REMOVED.label),
            (EndReason.OFFICE, EndReason.OFFICE.label),
        ],
    )
    note = forms.CharField(label="根拠", max_length=200, help_text="審判の通知、調査など、抹消のもとになったもの。")

    def told(self) -> Told:
        """What the ending rests on."""
        return Told(note=self.cleaned_data["note"], submission=self.cleaned_data["submission"])


class CancelForm(SentOnceForm):
    """抹消の取消."""

    note = forms.CharField(label="取り消す理由", max_length=200)

    def told(self) -> Told:
        """Why the ending is taken back."""
        return Told(note=self.cleaned_data["note"], submission=self.cleaned_data["submission"])
