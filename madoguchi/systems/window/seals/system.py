"""The manifest of the registration of seals."""

from madoguchi.foundation.registry import MenuItem, Procedure, System

USE, APPROVE = "seals.use", "seals.approve"
DIVISION = "窓口サービス課"
LAW = "市の印鑑条例"

PROCEDURES = (
    Procedure(
        code="seal-new",
        name="印鑑登録",
        events=("move_in", "move_in_abroad"),
        division=DIVISION,
        law=LAW,
        bring=("登録する印鑑", "顔写真付きの本人確認書類"),
        who={"age_min": 15, "ask": "印鑑登録が要るか"},
        form="印鑑登録申請書",
        provisional=True,
        description=(
            "15歳以上の住民の方が、1人1個の印鑑を登録できます。印影は8ミリより大きく25ミリまで、氏名・氏・名・旧氏・通称を"
            "表したものに限ります。顔写真付きの本人確認書類か保証人があれば、その日に登録できます。ほかの方法では、照会書を"
            "ご自宅に郵送し、回答書をお持ちいただいてから登録します。前の市区町村の登録は転出で効力を失います。"
        ),
        keywords=("印鑑", "はんこ", "実印", "いんかん", "印鑑証明", "登録証"),
        life_events=("moving",),
    ),
    Procedure(
        code="seal-address",
        name="印鑑登録の住所",
        events=("move_within",),
        division=DIVISION,
        law=LAW,
        who={"age_min": 15, "outcome": "unneeded", "remark": "登録はそのまま"},
        provisional=True,
        description="市内の転居では、登録はそのまま続きます。証明書には新しい住所が載ります。届出は要りません。",
        keywords=("印鑑", "実印"),
        life_events=("moving",),
    ),
    Procedure(
        code="seal-end",
        name="印鑑登録の廃止",
        events=("move_out", "death", "nationality_loss"),
        division=DIVISION,
        law=LAW,
        bring=("印鑑登録証",),
        who={"age_min": 15, "outcome": "unneeded", "remark": "異動の記録で抹消"},
        provisional=True,
        description="転出や死亡で登録の効力がなくなります。印鑑登録証はお返しください。",
        keywords=("印鑑", "実印", "廃止"),
        life_events=("moving", "death"),
    ),
    Procedure(
        code="seal-name",
        name="印鑑登録のやり直し（氏名の変更）",
        events=("name_change", "nationality_gain", "alias_change"),
        division=DIVISION,
        law=LAW,
        bring=("新しい印鑑", "印鑑登録証"),
        who={"age_min": 15, "ask": "登録した印影が前の氏名か"},
        form="印鑑登録申請書",
        provisional=True,
        description="登録した印影が今の氏名を表さなくなると、登録は効力を失います。新しい印鑑で登録し直せます。",
        keywords=("印鑑", "実印", "氏名変更"),
        life_events=("marriage",),
    ),
    Procedure(
        code="seal-lost",
        name="印鑑登録証・印鑑をなくしたとき",
        events=(),
        division=DIVISION,
        law=LAW,
        bring=("本人確認書類", "登録している印鑑（登録証をなくしたとき）"),
        form="印鑑登録証亡失届",
        provisional=True,
        description=(
            "届け出るとすぐに証明書の交付を止めます。登録証は再交付を、印鑑は廃止と登録のし直しを申請してください。"
        ),
        keywords=("印鑑", "登録証", "紛失", "盗難", "なくした"),
    ),
)

SYSTEM = System(
    code="C3",
    name="印鑑登録",
    summary="印鑑の登録・照会・登録証・抹消と、印影を載せた証明書",
    measures=("3-3",),
    divisions=(DIVISION,),
    laws=(LAW, "印鑑登録証明事務処理要領"),
    menu=(MenuItem(label="印鑑登録", url_name="seals:home", permission=USE, icon="seal", order=25),),
    person_links=(MenuItem(label="印鑑登録", url_name="seals:person", permission=USE, icon="seal", key="F8"),),
    procedures=PROCEDURES,
    roles={"clerk": ("people.view", USE), "supervisor": ("people.view", USE, APPROVE)},
    permissions={USE: "印鑑登録の受付と登録証の処理", APPROVE: "印鑑登録の承認と職権による抹消"},
    purpose="certificate",
    work="madoguchi.systems.window.seals.queries.work",
    demo="madoguchi.systems.window.seals.demo.fill",
    on_act="madoguchi.systems.window.seals.actions.following.follow",
)
