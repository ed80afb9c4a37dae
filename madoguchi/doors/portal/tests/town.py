"""An invented town with a handful of procedures, and the middleware that puts a request into it."""

from types import SimpleNamespace

from madoguchi.foundation.registry import Procedure

MIHON = SimpleNamespace(
    name="みほん市",
    schema_name="mihon",
    lg_code="",
    profile={
        "names": {"ja": "みほん市", "en": "Mihon City"},
        "office": {"ja": "みほん市役所", "en": "Mihon City Hall"},
        "phone": "000-000-0000",
        "hours": {"ja": "午前8時30分から午後5時15分まで", "en": "8:30 a.m. to 5:15 p.m."},
    },
)

PROCEDURES = (
    Procedure(
        code="move-in",
        name="転入届",
        events=("move_in",),
        division="窓口サービス課",
        law="住民基本台帳法第22条",
        days=14,
        bring=("転出証明書", "本人確認書類"),
        life_events=("moving",),
        keywords=("住民票を移す",),
        description="ほかの市区町村から引っ越してきたときの届出です。",
        floor="1階",
    ),
    Procedure(
        code="child-allowance",
        name="児童手当の認定請求",
        events=("birth", "move_in"),
        division="こども保育課",
        law="児童手当法第7条",
        days=15,
        life_events=("children", "birth", "moving"),
        system=False,
    ),
    Procedure(
        code="care-assessment",
        name="要介護認定の申請",
        events=(),
        division="高齢者支援課",
        life_events=("elderly",),
        provisional=True,
        system=False,
    ),
)


def in_mihon(get_response):
    """Middleware: every request belongs to みほん市."""

    def middleware(request):
        request.tenant = MIHON
        return get_response(request)

    return middleware
