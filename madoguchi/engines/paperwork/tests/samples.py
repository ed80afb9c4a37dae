"""Invented data for every paper, one function each, with the cases that break layouts."""

from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).resolve().parents[3]
CERTIFICATES = PACKAGE / "systems/window/certificates/paper"
COUNTER = PACKAGE / "systems/window/counter/paper"

JUMINHYO = CERTIFICATES / "juminhyo.typ"
KOJIN_HYO = CERTIFICATES / "kojin_hyo.typ"
TENSHUTSU = CERTIFICATES / "tenshutsu.typ"
JOHYO = CERTIFICATES / "johyo.typ"
KISAI = CERTIFICATES / "kisai.typ"
FORM = COUNTER / "form.typ"
GUIDE = COUNTER / "guide.typ"

VERIFY_URL = "https://shimin.example.jp/kakunin/7K3Q-91XD"
EVERYTHING = [
    "head",
    "relationship",
    "domicile",
    "my_number",
    "resident_code",
    "nationality",
    "residence_status",
    "card_number",
]
TOWN = {
    "name": "四街道市",
    "office": "千葉県四街道市",
    "mayor": "長谷川 誠一",
    "seal": ["四街道", "市長", "之印"],
}
LONG_ADDRESS = (
    "四街道市四街道一丁目9998番地の97　グランドヒルズ四街道ステーションフロントガーデンレジデンス"
    "ウエストウイング弐番館アネックス　2304号室（介護付有料老人ホームこもれびの里・さくら棟）様方"
)
LONG_NAME = "MAXIMILIANA-ALEXANDRINA CONCEPCION DE LOS SANTOS VILLAVICENCIO"
HARD_NAME = '#eval("1") ]{ "\\n" \\ $x$ *太* _下_ <a> @b // 註 `c` ~'


def certificate(**changes: Any) -> dict[str, Any]:
    """What every certificate has in common."""
    return {
        "specimen": True,
        "town": TOWN,
        "serial": "2026-1120-000347",
        "issued": "令和8年11月20日",
        "verify_url": VERIFY_URL,
        "check": "7K3Q-91XD",
        **changes,
    }


def person(name: str = "渡邉 健一", kana: str = "わたなべ けんいち", **changes: Any) -> dict[str, Any]:
    """One Japanese resident with every item filled."""
    return {
        "name": name,
        "kana": kana,
        "birth": "昭和57年3月14日",
        "sex": "男",
        "foreign": False,
        "relationship": "世帯主",
        "since": "平成21年4月1日",
        "told": "平成21年4月6日",
        "settled": "平成21年4月1日",
        "previous_address": "千葉県千葉市若葉区みつわ台九丁目98番1号",
        "domicile": "千葉県佐倉市王子台九丁目97番地",
        "domicile_head": "渡邉 健一",
        "my_number": "9876 5432 1098",
        "resident_code": "99999 99999 9",
        "remarks": [],
        **changes,
    }


def foreigner(name: str = LONG_NAME, **changes: Any) -> dict[str, Any]:
    """One foreign resident with every item filled."""
    return {
        "name": name,
        "kana": None,
        "alias": "山田 マリア",
        "alias_kana": "やまだ まりあ",
        "birth": "1990年12月31日",
        "sex": "女",
        "foreign": True,
        "relationship": "世帯主",
        "since": "令和4年10月3日",
        "told": "令和4年10月11日",
        "settled": "令和6年4月1日",
        "previous_address": "東京都新宿区戸山九丁目99番9号",
        "nationality": "フィリピン",
        "article_30_45": "中長期在留者",
        "status": "技術・人文知識・国際業務",
        "period": "3年",
        "expires": "2027年10月3日",
        "card_number": "ZZ99999999ZZ",
        "my_number": "9876 5432 1111",
        "resident_code": "99999 99998 8",
        "remarks": [],
        **changes,
    }


FAMILY = [
    person(),
    person(
        "渡邉 美咲",
        "わたなべ みさき",
        sex="女",
        birth="昭和60年8月22日",
        relationship="妻",
        former_name="髙島",
        former_name_kana="たかしま",
    ),
    person(
        "渡邉 陽菜",
        "わたなべ はるな",
        sex="女",
        birth="平成28年5月11日",
        relationship="子",
        previous_address="（出生）",
    ),
    person("渡邉 蓮", "わたなべ れん", birth="令和6年2月3日", relationship="子", previous_address="（出生）"),
    person("渡邉 和子", "わたなべ かずこ", sex="女", birth="昭和25年9月30日", relationship="母"),
]


def household(**changes: Any) -> dict[str, Any]:
    """住民票の写し of five, with head and relationship asked for."""
    return {
        **certificate(),
        "scope": "household",
        "shown": ["head", "relationship"],
        "address": "四街道市大日9812番地6",
        "head": "渡邉 健一",
        "people": FAMILY,
        **changes,
    }


def single(**changes: Any) -> dict[str, Any]:
    """住民票の写し of one person living alone."""
    return household(people=[person()], **changes)


def large_household(**changes: Any) -> dict[str, Any]:
    """Twelve people, long address, every item, the last two foreign: more than one sheet."""
    first = person(
        "𠮷野 髙志", "よしの たかし", domicile_head="𠮷野 髙志", remarks=["令和8年12月1日転出予定（千葉県佐倉市）"]
    )
    kin = [person(f"𠮷野 子{number}", f"よしの こ{number}", relationship="子") for number in "一二三四五六七八九"]
    return household(
        **{
            "shown": EVERYTHING,
            "address": LONG_ADDRESS,
            "head": "𠮷野 髙志",
            "people": [
                first,
                *kin,
                foreigner(relationship="子の妻"),
                foreigner("NGUYEN THI MAI ANH", relationship="縁故者", alias=None),
            ],
            **changes,
        }
    )


def individual(**changes: Any) -> dict[str, Any]:
    """個人票 of one Japanese resident, nothing asked for."""
    return {
        **certificate(),
        "shown": [],
        "address": "四街道市大日9812番地6",
        "head": "渡邉 健一",
        "person": person(),
        "history": [
            {"date": "平成21年4月1日", "act": "転入", "note": "千葉県千葉市若葉区から"},
            {"date": "平成27年10月5日", "act": "職権記載", "note": "個人番号の指定"},
        ],
        **changes,
    }


def individual_foreign(**changes: Any) -> dict[str, Any]:
    """個人票 of a foreign resident, everything asked for."""
    return individual(
        **{"shown": EVERYTHING, "address": LONG_ADDRESS, "head": LONG_NAME, "person": foreigner(), **changes}
    )


def removed(**changes: Any) -> dict[str, Any]:
    """除票の写し of someone who moved to Osaka, 本籍 asked for."""
    gone = {"reason": "転出", "on": "令和8年4月1日", "told": "令和8年3月20日",
            "destination": "大阪府大阪市北区中之島一丁目93番", "confirmed": True}  # fmt: skip
    return individual(**{"shown": ["domicile"], "removal": gone, "history": [], **changes})


def statement(**changes: Any) -> dict[str, Any]:
    """住民票記載事項証明書 of two, with one item that one of them does not have."""
    rows = [{"label": "生年月日", "value": "昭和57年3月14日"}, {"label": "通称", "value": None}]
    people = [
        {"key": "1", "name": "渡邉 健一", "kana": "わたなべ けんいち", "rows": rows},
        {"key": "2", "name": LONG_NAME, "kana": None, "rows": [{"label": "住所", "value": "四街道市大日9812番地6"}]},
    ]
    return {**certificate(), "shown": ["birth", "alias"], "people": people, **changes}


def moving_out(**changes: Any) -> dict[str, Any]:
    """転出証明書 of a couple, their child, and a foreign parent."""
    covered = {"national_health": "有", "late_elderly": "無", "care": "無", "pension": "第1号", "child_allowance": "有"}
    movers = [*FAMILY[:3], foreigner(relationship="妻の母")]
    return {
        **certificate(),
        "old_address": "四街道市大日9812番地6",
        "old_head": "渡邉 健一",
        "new_address": "千葉県佐倉市王子台九丁目97番3号　ひばり台ハイツ102号室",
        "new_head": "渡邉 健一",
        "leaving": "令和8年12月1日",
        "told": "令和8年11月20日",
        "people": [{**mover, "insurance": covered} for mover in movers],
        **changes,
    }


def form(**changes: Any) -> dict[str, Any]:
    """A filled form of a family joining 国民健康保険."""
    return {
        "specimen": True,
        "town": TOWN,
        "serial_label": "受付番号",
        "serial": "2026-1120-0042-03",
        "issued": "令和8年11月20日",
        "verify_url": "https://shimin.example.jp/uketsuke/2026-1120-0042-03",
        "title": "国民健康保険 異動届",
        "law": "国民健康保険法第9条",
        "declarant": {
            "name": "渡邉 健一",
            "kana": "わたなべ けんいち",
            "address": "四街道市大日9812番地6",
            "phone": "043-999-0000",
            "relation": "世帯主",
        },
        "people": [
            {**{key: who[key] for key in ("name", "kana", "birth", "sex", "relationship")}, "note": "加入"}
            for who in FAMILY[:3]
        ],
        "changes": [
            {"label": "住所", "old": "千葉県佐倉市王子台九丁目97番3号", "new": "四街道市大日9812番地6"},
            {"label": "世帯主", "old": "渡邉 和子", "new": "渡邉 健一"},
        ],
        "fields": [
            {"label": "異動年月日", "value": "令和8年11月15日"},
            {"label": "加入する理由", "value": "転入"},
            {"label": "口座振替の申込み", "value": None},
        ],
        "bring": ["本人確認書類", "個人番号のわかるもの", "前の健康保険の資格喪失証明書（会社を退職した方）"],
        "deadline": "令和8年11月30日（月）",
        "division": {"name": "国保年金課", "floor": "1階", "window": "3番", "phone": "043-999-0001"},
        "office": ["受付", "入力", "照合", "交付"],
        **changes,
    }


def guide(**changes: Any) -> dict[str, Any]:
    """案内票 of a family that has moved in: three divisions, every state."""
    health = {
        "name": "国民健康保険の加入",
        "state": "todo",
        "deadline": "令和8年11月30日（月）",
        "deadline_note": "14日目の29日が日曜のため",
        "law": "国民健康保険法第9条",
        "who": ["渡邉 健一", "渡邉 美咲"],
        "bring": ["本人確認書類", "個人番号のわかるもの"],
    }
    card = {
        "name": "マイナンバーカードの継続利用",
        "state": "done",
        "deadline": "令和9年2月15日（月）",
        "who": ["渡邉 健一"],
        "bring": [],
        "note": "署名用電子証明書も新しくしました。",
    }
    pupil = {
        "name": "転入学の手続き",
        "state": "later",
        "who": ["渡邉 陽菜"],
        "bring": ["在学証明書", "教科用図書給与証明書"],
    }
    return {
        "specimen": True,
        "town": TOWN,
        "serial_label": "受付番号",
        "serial": "2026-1120-0042",
        "issued": "令和8年11月20日",
        "verify_url": "https://shimin.example.jp/uketsuke/2026-1120-0042",
        "for": "渡邉 健一",
        "event": "転入",
        "event_date": "令和8年11月15日",
        "queue": "A-042",
        "divisions": [
            {"name": "窓口サービス課", "floor": "1階", "window": "1番", "phone": "043-999-0000", "procedures": [card]},
            {
                "name": "国保年金課",
                "floor": "1階",
                "window": "3番",
                "phone": "043-999-0001",
                "procedures": [
                    health,
                    {**health, "name": "国民年金の住所変更", "law": "国民年金法第12条", "bring": []},
                ],
            },
            {"name": "学務課", "floor": "第二庁舎2階", "window": "", "phone": "043-999-0002", "procedures": [pupil]},
        ],
        "note": "順番はこの紙の番号のとおりに回ると、いちばん早く済みます。",
        **changes,
    }
