"""The manifest of the register."""

from madoguchi.foundation.registry import MenuItem, System

ITEMS = ("people.item.domicile", "people.item.relation", "people.item.permit", "people.item.history")
CLERK = ("people.view", "people.act", *ITEMS, "people.protection.know", "people.number.ask")
SUPERVISOR = (
    *CLERK,
    "people.approve",
    "people.item.resident_code",
    "people.number.approve",
    "people.migrate",
    "people.protection.see",
    "people.protection.list",
    "people.protection.manage",
    "residents.import",
    "residents.export",
)
REGISTRAR = ("people.view", *ITEMS, "people.protection.know", "people.protection.see", "people.protection.list")
VIEWER = ("people.view",)

SYSTEM = System(
    code="C2",
    name="住民記録",
    summary="住民・世帯の検索と履歴、職権の承認、支援措置、番号の記載、住民データの取込みと書き出し",
    measures=("総合行政情報システム",),
    divisions=("窓口サービス課",),
    laws=(
        "住民基本台帳法",
        "住民基本台帳事務処理要領（支援措置）",
        "行政手続における特定の個人を識別するための番号の利用等に関する法律",
    ),
    menu=(
        MenuItem(
            label="住民記録", url_name="residents:search", permission="people.view", icon="people", order=20, key="F3"
        ),
        MenuItem(label="職権の承認", url_name="residents:proposals", permission="people.view", icon="inbox", order=30),
        MenuItem(
            label="個人番号の閲覧", url_name="residents:openings", permission="people.number.ask", icon="lock", order=31
        ),
        MenuItem(
            label="支援措置",
            url_name="residents:protections",
            permission="people.protection.list",
            icon="lock",
            order=35,
        ),
        MenuItem(
            label="データの取込み", url_name="residents:imports", permission="residents.import", icon="upload", order=80
        ),
    ),
    roles={"clerk": CLERK, "supervisor": SUPERVISOR, "registrar": REGISTRAR, "viewer": VIEWER},
    permissions={
        "people.view": "住民の検索と閲覧",
        "people.act": "異動の記録と職権の起案",
        "people.approve": "職権による異動の承認",
        "people.item.domicile": "本籍・筆頭者の閲覧",
        "people.item.relation": "続柄・世帯主・世帯員の閲覧",
        "people.item.permit": "国籍・在留情報・通称の閲覧",
        "people.item.history": "履歴・前後の住所・連絡先の閲覧",
        "people.item.resident_code": "住民票コードの閲覧、番号の記載",
        "people.number.ask": "個人番号の閲覧の申請",
        "people.number.approve": "個人番号の閲覧の承認",
        "people.protection.know": "係長が承る人があることを知る（理由も住所も出ない）",
        "people.protection.see": "支援措置などで隠れている人の閲覧と手続",
        "people.protection.list": "支援措置の一覧と申出の内容の閲覧",
        "people.protection.manage": "支援措置と係長確認の登録・更新・終了",
        "people.migrate": "住民データの一括記録",
        "residents.import": "住民データの取込み",
        "residents.export": "住民データの持出しの申請",
    },
    purpose="notice",
    work="madoguchi.systems.window.residents.queries.work",
    demo="madoguchi.systems.window.residents.demo.fill",
)
