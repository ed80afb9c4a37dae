"""An invented wish that waits for the head of the division, and one that was refused."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from madoguchi.engines.approvals.api import decide_about
from madoguchi.foundation.access.models import User
from madoguchi.foundation.exports.api import ExportRequest, Wish, exports
from madoguchi.foundation.refusals import Refused
from madoguchi.foundation.towns.models import Town

from .approvals import ask

ASKER, HEAD, EXPORT = "kakari", "kacho", "residents.register"
OPTIONS = {"encoding": "utf-8", "newline": "LF"}
DAYS = 14
CHECK = ("新しいシステムへの移行の確認", "移行先で読み込めるかの点検", "情報推進課の共有フォルダー")
LETTERS = ("敬老の日のお知らせの宛先", "宛名ラベルの印刷", "高齢者支援課の端末")
NO = "宛名ラベルは高齢者支援課が自分の権限で求めてください。全員分は要りません。"


def fill(town: Town, scale: int) -> None:
    """Two wishes of the register's supervisor, where the town has one and a head."""
    people = {user.username: user for user in User.objects.filter(username__in=[ASKER, HEAD])}
    if len(people) < 2 or EXPORT not in exports():
        return
    try:
        refused = wish(people[ASKER], *LETTERS)
        decide_about(people[HEAD].as_actor(), refused, agree=False, comment=NO)
        wish(people[ASKER], *CHECK)
    except Refused:
        return


def wish(asker: User, reason: str, usage: str, place: str) -> ExportRequest:
    """One wish, on its way. Raises Refused."""
    delete_by = timezone.localdate() + timedelta(days=DAYS)
    said = Wish(reason=reason, usage=usage, place=place, delete_by=delete_by)
    return ask(asker.as_actor(), wish=said, export=EXPORT, options=OPTIONS)
