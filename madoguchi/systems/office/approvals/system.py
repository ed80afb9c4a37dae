"""The manifest of the approval screens."""

from madoguchi.foundation.registry import MenuItem, System

VIEW_ALL = "approvals.view_all"

SYSTEM = System(
    code="E2",
    name="電子決裁",
    summary="起案、経路による回議、代決・後閲、差戻し・引戻し、決裁文書。待っている決裁は一つの一覧に集まり、スマートフォンでも決裁できる",
    measures=("3-4",),
    divisions=("総務課",),
    laws=("地方自治法第153条", "各団体の事務決裁規程"),
    menu=(MenuItem(label="決裁", url_name="approvals:inbox", permission="", icon="inbox", order=15),),
    roles={"auditor": (VIEW_ALL,)},
    permissions={VIEW_ALL: "すべての起案と決裁の閲覧"},
    work="madoguchi.systems.office.approvals.work.work",
    demo="madoguchi.systems.office.approvals.demo.fill",
)
