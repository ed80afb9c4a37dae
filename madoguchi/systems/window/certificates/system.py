"""The manifest of the certificates at the counter."""

from madoguchi.foundation.registry import MenuItem, System

ISSUE = "certificates.issue"
NOTICES = "certificates.notices"
CLOSE, VOID, REFUND, SEALS = "papers.close", "papers.void", "papers.refund", "papers.official_seal"

SYSTEM = System(
    code="C5",
    name="証明書の交付",
    summary="住民票の写し・除票の写し・記載事項証明・転出証明書を、請求と一対一に結んで交付する",
    measures=("2-1-4", "2-2"),
    divisions=("窓口サービス課",),
    laws=("住民基本台帳法第12条から第12条の3まで", "住民基本台帳法第15条の4", "住民基本台帳法第24条"),
    menu=(
        MenuItem(
            label="証明",
            url_name="issuance:list",
            permission=ISSUE,
            icon="paper",
            order=20,
            covers=("certificates:new",),
        ),
        MenuItem(label="手数料の締め", url_name="issuance:drawers", permission=CLOSE, icon="paper", order=22),
        MenuItem(
            label="本人通知",
            url_name="certificates:notices",
            permission=NOTICES,
            icon="mail",
            order=24,
            covers=("certificates:registration",),
        ),
        MenuItem(label="公印", url_name="issuance:seals", permission=SEALS, icon="key", order=26),
    ),
    person_links=(
        MenuItem(label="証明書を交付する", url_name="certificates:new", permission=ISSUE, icon="paper", key="F7"),
        MenuItem(
            label="本人通知の登録", url_name="certificates:registration", permission=NOTICES, icon="bell", order=130
        ),
    ),
    roles={
        "clerk": ("people.view", ISSUE, CLOSE, NOTICES),
        "supervisor": ("people.view", ISSUE, CLOSE, NOTICES, VOID, REFUND),
        "registrar": (SEALS,),
    },
    permissions={
        ISSUE: "証明書の交付",
        NOTICES: "本人通知の登録と送付",
        CLOSE: "手数料の締め",
        VOID: "証明書の無効",
        REFUND: "手数料の返金",
        SEALS: "公印の印影の登録",
    },
    purpose="certificate",
    work="madoguchi.engines.issuance.queries.work.work",
)
