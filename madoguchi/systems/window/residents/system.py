"""The manifest of the register."""

from madoguchi.foundation.registry import MenuItem, System

CLERK = ("people.view", "people.act")
SUPERVISOR = (
    *CLERK,
    "people.approve",
    "people.view_codes",
    "people.migrate",
    "residents.import",
    "residents.export",
)

SYSTEM = System(
    code="C2",
    name="住民記録",
    summary="住民・世帯の検索と履歴、職権の承認、番号の記載、住民データの取込みと書き出し",
    measures=("総合行政情報システム",),
    divisions=("窓口サービス課",),
    laws=("住民基本台帳法", "行政手続における特定の個人を識別するための番号の利用等に関する法律"),
    menu=(
        MenuItem(
            label="住民記録", url_name="residents:search", permission="people.view", icon="people", order=20, key="F3"
        ),
        MenuItem(label="職権の承認", url_name="residents:proposals", permission="people.view", icon="inbox", order=30),
        MenuItem(
            label="データの取込み", url_name="residents:imports", permission="residents.import", icon="upload", order=80
        ),
        MenuItem(
            label="データの書き出し",
            url_name="residents:export",
            permission="residents.export",
            icon="download",
            order=81,
        ),
    ),
    roles={"clerk": CLERK, "supervisor": SUPERVISOR, "viewer": ("people.view",)},
    permissions={
        "people.view": "住民の検索と閲覧",
        "people.act": "異動の記録と職権の起案",
        "people.approve": "職権による異動の承認",
        "people.view_codes": "住民票コード・個人番号の閲覧と記載",
        "people.migrate": "住民データの一括記録",
        "residents.import": "住民データの取込み",
        "residents.export": "住民データの書き出し",
    },
    purpose="notice",
    work="madoguchi.systems.window.residents.queries.work",
    demo="madoguchi.systems.window.residents.demo.fill",
)
