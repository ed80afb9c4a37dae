"""The manifest of the plan's progress."""

from madoguchi.foundation.registry import MenuItem, Portal, System

VIEW = "plan.view"
REPORT = "plan.report"
FIGURES, COUNT = "indicators.view", "indicators.count"
MANAGE = "plan.manage"

SYSTEM = System(
    code="A1",
    name="計画の進行管理",
    summary="情報化推進計画の施策・目標・年度ごとの実施状況を持ち、報告書と公開ページにする",
    measures=("6-2", "3-2"),
    divisions=("情報推進課",),
    menu=(
        MenuItem(label="情報化推進計画", url_name="plan:list", permission=VIEW, icon="paper", order=70),
        MenuItem(label="指標", url_name="indicators:list", permission=FIGURES, icon="list-ul", order=71),
    ),
    roles={
        "staff": (VIEW, REPORT),
        **dict.fromkeys(("clerk", "supervisor", "head", "viewer", "auditor"), (FIGURES,)),
        "administrator": (MANAGE, FIGURES, COUNT),
    },
    permissions={
        FIGURES: "指標の閲覧",
        COUNT: "指標の数え直し",
        VIEW: "計画の閲覧",
        REPORT: "自分の課の施策の、実施状況の記入",
        MANAGE: "計画の読込み・公開、どの課の施策の実施状況の記入",
    },
    portal=(
        Portal(
            template="plan/portal/box.html",
            provider="madoguchi.systems.plan.progress.widget.current",
            order=70,
        ),
    ),
    work="madoguchi.systems.plan.progress.work.work",
    demo="madoguchi.systems.plan.progress.demo.fill",
)
