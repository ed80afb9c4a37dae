"""The manifest of the one-stop counter."""

from madoguchi.foundation.registry import MenuItem, Portal, System

ITEMS = ("people.item.domicile", "people.item.relation", "people.item.permit", "people.item.history")
CLERK = ("people.view", "people.act", *ITEMS, "people.protection.know", "counter.use")

SYSTEM = System(
    code="C1",
    name="総合窓口",
    summary="届出を一度だけ聞き、世帯の変更前と変更後を確かめて記録し、生じる手続と期限を一つの画面で案内する。",
    measures=("2-1-2",),
    divisions=("窓口サービス課",),
    laws=("住民基本台帳法",),
    menu=(MenuItem(label="総合窓口", url_name="counter:screen", permission="counter.use", icon="ticket", order=10),),
    roles={
        "clerk": CLERK,
        "supervisor": (*CLERK, "people.approve", "people.protection.see"),
    },
    permissions={"counter.use": "総合窓口の利用"},
    purpose="notice",
    portal=(Portal(template="counter/portal.html", provider="madoguchi.systems.window.counter.widget.now", order=10),),
    work="madoguchi.systems.window.counter.queries.work",
    demo="madoguchi.systems.window.counter.demo.fill",
)
