"""The manifest of staff and their rights."""

from madoguchi.foundation.registry import System

VIEW, MANAGE, APPROVE = "access.view", "access.manage", "access.approve"

SYSTEM = System(
    code="E8",
    name="職員と権限",
    summary="部署と職員の発令、役割、権限の調整。権限が広がる変更は、二人目の管理者か情報推進課長が承認する",
    measures=("3-6",),
    divisions=("情報推進課",),
    laws=("個人情報の保護に関する法律第66条", "地方公務員法第34条"),
    roles={
        "administrator": (VIEW, MANAGE, APPROVE),
        "head": (VIEW,),
        "auditor": (VIEW,),
    },
    permissions={
        VIEW: "職員と権限の閲覧",
        MANAGE: "発令と権限の変更の申請",
        APPROVE: "権限が広がる変更の承認",
    },
)
