"""The manifest of looking after the log-in."""

from madoguchi.foundation.registry import MenuItem, System

BREAK_GLASS = ("access.break_glass",)

SYSTEM = System(
    code="E8.1",
    name="ログインの管理",
    summary="ログインの回復（管理者二人）、緊急時の閲覧とその確認",
    measures=("3-6",),
    divisions=("情報推進課",),
    menu=(
        MenuItem(
            label="ログインの回復", url_name="login:recoveries", permission="login.recover", icon="inbox", order=210
        ),
        MenuItem(
            label="緊急時の閲覧の確認",
            url_name="login:emergencies",
            permission="access.review_emergency",
            icon="inbox",
            order=211,
        ),
    ),
    roles={
        "clerk": BREAK_GLASS,
        "supervisor": BREAK_GLASS,
        "registrar": (*BREAK_GLASS, "access.review_emergency"),
        "administrator": ("login.recover",),
    },
    permissions={
        "login.recover": "ログインの回復の申出と承認",
        "access.break_glass": "緊急時の閲覧",
        "access.review_emergency": "緊急時の閲覧の確認",
    },
    work="madoguchi.systems.security.signin.queries.work",
)
