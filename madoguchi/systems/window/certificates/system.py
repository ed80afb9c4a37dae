"""The manifest of the certificates at the counter."""

from madoguchi.foundation.registry import MenuItem, System

ISSUE = "certificates.issue"

SYSTEM = System(
    code="C5",
    name="証明書の交付",
    summary="住民票の写し・転出証明書を、請求の内容を固定して発行する",
    measures=("2-1-4",),
    divisions=("窓口サービス課",),
    laws=("住民基本台帳法第12条", "住民基本台帳法第24条"),
    menu=(MenuItem(label="証明", url_name="certificates:list", permission=ISSUE, icon="paper", order=20),),
    person_links=(
        MenuItem(label="証明書を交付する", url_name="certificates:new", permission=ISSUE, icon="paper", key="F7"),
    ),
    roles={"clerk": ("people.view", ISSUE), "supervisor": ("people.view", ISSUE)},
    permissions={ISSUE: "証明書の交付"},
    purpose="certificate",
    work="madoguchi.systems.window.certificates.queries.work",
)
