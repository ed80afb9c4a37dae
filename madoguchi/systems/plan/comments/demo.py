"""Three invented calls for comments: one that is open, one that is answered, one to come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import NAMESPACE_OID, uuid5

from django.utils import timezone

from madoguchi.foundation.access import Actor
from madoguchi.foundation.access.models import User
from madoguchi.foundation.calendar import fiscal_year, fiscal_year_name
from madoguchi.foundation.towns.models import Town
from madoguchi.foundation.uploads import Attachment

from .actions import announce, answer, assign, comment, enter, publish, release, write
from .models import Answer, Comment, Consultation

WRITER = "admin"
VISITOR = Actor(user_id=None, name="意見を出した人")
PERIOD = 30
RESERVATIONS = (
    ("予約の取消しを、前の日まで電話なしでできるようにしてほしい。", True),
    ("抽選の結果を、当たらなかったときも知らせてほしい。", True),
    ("高齢の父は画面の字が小さくて使えません。大きな字を選べるようにしてください。", True),
    ("いまの窓口での予約も残してください。", False),
)
SIGNAGE = (
    ("避難所の開設を、駅前の案内板にも出してほしい。", True),
    ("案内板の地図を英語でも読めるようにしてほしい。もねの里の山田より", True),
    ("夜は暗くて読めません。", False),
    ("外国語の案内は、やさしい日本語で十分だと思います。", False),
)
ANSWERS = (
    (
        "災害のときの情報も出してほしい。", "避難所の開設と避難の情報を、市の配信と同じ時刻に出すよう案を直しました。",
        Answer.Change.CHANGED, (1,),
    ),
    (
        "外国語ややさしい日本語でも読めるようにしてほしい。",
        "地図と行き先は英語を併記し、ほかの案内はやさしい日本語にします。案にもう入っています。",
        Answer.Change.ALREADY, (2, 4),
    ),
    ("夜でも読めるようにしてほしい。", "明るさは、設置の後に現地で確かめて決めます。", Answer.Change.LATER, (3, 5)),
)  # fmt: skip


def fill(town: Town, scale: int) -> None:
    """The calls of the town's office; nothing where nobody there may write them, or where there are any."""
    user = User.objects.filter(username=WRITER).first()
    if user is None or Consultation.objects.exists():
        return
    actor, today = user.as_actor(), timezone.localdate()
    year = fiscal_year_name(fiscal_year(today) + 1)
    call(actor, "yoyaku", "公共施設の予約の見直し（案）", "施設の予約と抽選を、家からできるようにする案です。", today)
    say("yoyaku", RESERVATIONS)
    call(actor, "keikaku", f"情報化推進計画の{year}の取組（案）", "次の年度に取り組む施策の案です。",
         today + timedelta(days=PERIOD))  # fmt: skip
    answered(actor, today)


def call(actor: Actor, code: str, title: str, about: str, opens_on: date) -> Consultation:
    """A call that opens on a day, announced."""
    draft = Attachment(f"{title}.txt", "text/plain", f"{title}\n\n{about}\n".encode())
    said = {"title": title, "about": about, "link": "", "opens_on": opens_on, "short_reason": "",
            "closes_on": opens_on + timedelta(days=PERIOD)}  # fmt: skip
    row = write(actor, code=code, said=said, draft=draft)
    return announce(actor, code=code, revision=row.revision)


def say(code: str, words: tuple[tuple[str, bool], ...]) -> None:
    """Residents' comments; invented names where the town asks for them."""
    for number, (text, may_publish) in enumerate(words, start=1):
        mark = uuid5(NAMESPACE_OID, f"{code}-{number}")
        name, address = f"架空　{number}子", f"架空町{number}番地"
        comment(VISITOR, code=code, submission=mark, words=text, may_publish=may_publish, name=name, address=address)


def answered(actor: Actor, today: date) -> None:
    """A call whose period is over, with a letter, and its published result."""
    code = "annai"
    call(actor, code, "まちの案内板の更新（案）", "駅前と庁舎の案内板を、画面の案内板に替える案です。", today)
    say(code, SIGNAGE)
    begun = today - timedelta(days=PERIOD * 2)
    Consultation.objects.filter(code=code).update(opens_on=begun, closes_on=begun + timedelta(days=PERIOD))
    enter(
        actor, code=code, submission=uuid5(NAMESPACE_OID, f"{code}-post"), way=Comment.Way.POST, arrived_on=begun,
        words="夜間は明るさを落として、近くの家に配慮してください。", may_publish=False, name="架空　五郎",
        address="架空町5番地",
    )  # fmt: skip
    for number, words in shown_words():
        release(actor, code=code, revision=revision(code), number=number, shown=words)
    for summary, view, change, numbers in ANSWERS:
        row = answer(actor, code=code, revision=revision(code), summary=summary, view=view, change=change)
        assign(actor, code=code, revision=revision(code), comments=numbers, number=row.number)
    publish(actor, code=code, revision=revision(code))


def shown_words() -> Iterator[tuple[int, str]]:
    """Number and published words of those who agreed; what tells who wrote is blacked out."""
    for number, (words, may_publish) in enumerate(SIGNAGE, start=1):
        if may_publish:
            yield number, words.replace("もねの里の山田", "■" * 7)


def revision(code: str) -> int:
    """The revision of a call as it stands."""
    return Consultation.objects.values_list("revision", flat=True).get(code=code)
