"""The manifest of the export screens."""

from madoguchi.foundation.registry import MenuItem, System

ASK, APPROVE, SEE_ALL = "exports.ask", "exports.approve", "exports.view_all"

SYSTEM = System(
    code="E8X",
    name="データの持出し",
    summary="住民の情報を含むファイルを、理由と責任者の承認を得て、暗号化して持ち出す。だれが何を持ち出したかの記録と集計",
    measures=("3-6",),
    divisions=("情報推進課",),
    laws=("個人情報の保護に関する法律第66条", "地方公務員法第34条"),
    menu=(
        MenuItem(label="データの持出し", url_name="exports:mine", permission=ASK, icon="download", order=80),
        MenuItem(label="持出しの状況", url_name="exports:figures", permission=SEE_ALL, icon="list-ul", order=81),
    ),
    roles={
        "supervisor": (ASK,),
        "registrar": (ASK, APPROVE, SEE_ALL),
        "auditor": (SEE_ALL,),
    },
    permissions={
        ASK: "データの持出しの申請",
        APPROVE: "データの持出しの承認",
        SEE_ALL: "すべての持出しと集計の閲覧",
    },
    work="madoguchi.systems.security.exports.work.work",
    demo="madoguchi.systems.security.exports.demo.fill",
)
