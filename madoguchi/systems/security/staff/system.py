"""The manifest of staff and their rights."""

from madoguchi.foundation.registry import MenuItem, System

VIEW, MANAGE, APPROVE = "access.view", "access.manage", "access.approve"

SYSTEM = System(
    code="E8",
    name="職員と権限",
    summary="部署と職員の発令、役割、権限の調整。権限が広がる変更は、二人目の管理者か情報推進課長が承認する",
    measures=("3-6",),
    divisions=("情報推進課",),
    laws=("個人情報の保護に関する法律第66条", "住民基本台帳法第36条の2"),
    menu=(
        MenuItem(label="職員と権限", url_name="staff:list", permission=VIEW, icon="people", order=70),
        MenuItem(label="権限の承認", url_name="staff:approvals", permission=APPROVE, icon="inbox", order=71),
    ),
    roles={"administrator": (VIEW, MANAGE, APPROVE), "head": (VIEW,), "auditor": (VIEW,)},
    permissions={
        VIEW: "職員と権限の閲覧",
        MANAGE: "発令と権限の変更の申請",
        APPROVE: "権限が広がる変更の承認",
    },
    work="madoguchi.systems.security.staff.work.work",
)
