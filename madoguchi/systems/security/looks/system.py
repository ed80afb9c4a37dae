"""The manifest of the access records."""

from madoguchi.foundation.registry import MenuItem, System

VIEW, REVIEW, WATCH, SLIP = "looks.view", "looks.review", "looks.watch", "looks.slip"

SYSTEM = System(
    code="E8L",
    name="閲覧記録",
    summary="だれがだれの記録を見たか。通常と異なる閲覧を責任者が確かめ、住民は自分の記録がいつ・どの課に見られたかを確かめる",
    measures=("3-6",),
    divisions=("情報推進課", "窓口サービス課"),
    laws=("個人情報の保護に関する法律第66条", "個人情報の保護に関する法律第76条"),
    menu=(MenuItem(label="閲覧記録", url_name="looks:unusual", permission=VIEW, icon="people", order=70),),
    person_links=(
        MenuItem(label="閲覧の記録", url_name="looks:person", permission=VIEW, icon="list", order=200),
        MenuItem(label="閲覧の確認票を渡す", url_name="looks:slip", permission=SLIP, icon="paper", order=210),
    ),
    roles={
        "auditor": (VIEW,),
        "registrar": (VIEW, REVIEW, WATCH),
        "clerk": (SLIP,),
        "supervisor": (SLIP,),
    },
    permissions={
        VIEW: "閲覧記録の確認",
        REVIEW: "通常と異なる閲覧の確認",
        WATCH: "注目される人と職員本人の登録",
        SLIP: "本人への閲覧の確認票の交付",
    },
    work="madoguchi.systems.security.looks.queries.work",
    demo="madoguchi.systems.security.looks.demo.fill",
)
