"""The eight life events by which residents look for procedures; a procedure names them in ``life_events``."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class LifeEvent:
    """A life event.

    Attributes:
        slug: its address, and the word that procedures name it by.
        icon: name of its drawing in ``foundation/web/icons.py``.
        name: what it is called in the page's language.
        examples: one line of what is found there.
        words: other Japanese words that people search it by.
    """

    slug: str
    icon: str
    name: Promise
    examples: Promise
    words: tuple[str, ...] = ()


LIFE_EVENTS = (
    LifeEvent(
        "moving",
        "moving",
        _("引っ越し"),
        _("転入・転居・転出、学校、水道"),
        ("ひっこし", "引越", "引越し", "転入", "てんにゅう", "転出", "てんしゅつ", "転居", "てんきょ", "住所変更"),
    ),
    LifeEvent(
        "birth",
        "birth",
        _("妊娠・出産"),
        _("母子健康手帳、出生届、健診"),
        ("にんしん", "しゅっさん", "出生", "しゅっせい", "赤ちゃん", "あかちゃん", "生まれた", "うまれた"),
    ),
    LifeEvent(
        "children",
        "school",
        _("子育て・学校"),
        _("児童手当、保育所、就学援助"),
        ("こそだて", "こども", "子ども", "がっこう", "保育園", "ほいくえん", "入学", "転校"),
    ),
    LifeEvent(
        "marriage",
        "marriage",
        _("結婚・離婚"),
        _("戸籍の届出、氏名の変更"),
        ("けっこん", "りこん", "婚姻", "こんいん", "入籍", "氏名変更", "名字"),
    ),
    LifeEvent(
        "work",
        "work",
        _("就職・退職"),
        _("国民健康保険、年金、税"),
        ("しゅうしょく", "たいしょく", "転職", "失業", "仕事", "しごと", "会社をやめた"),
    ),
    LifeEvent(
        "health",
        "health",
        _("病気・障害"),
        _("医療費、手帳、相談"),
        ("びょうき", "しょうがい", "障がい", "いりょう", "けが", "入院"),
    ),
    LifeEvent(
        "elderly",
        "elder",
        _("高齢・介護"),
        _("介護保険、見守り、免許返納"),
        ("こうれい", "かいご", "お年寄り", "おとしより", "老人"),
    ),
    LifeEvent(
        "death",
        "farewell",
        _("おくやみ"),
        _("死亡届の後の手続、ご予約"),
        ("死亡", "しぼう", "亡くなった", "なくなった", "葬儀", "相続", "そうぎ"),
    ),
)


def life_event(slug: str) -> LifeEvent | None:
    """The life event of an address, or None."""
    return next((event for event in LIFE_EVENTS if event.slug == slug), None)
