"""The manifest of the residents' comments."""

from madoguchi.foundation.registry import MenuItem, Portal, System

VIEW, MANAGE = "comments.view", "comments.manage"

SYSTEM = System(
    code="A1C",
    name="パブリックコメント",
    summary="計画や案に住民の意見を募り、市の考え方を答え、結果を公表する",
    measures=("6-2",),
    divisions=("情報推進課",),
    menu=(MenuItem(label="パブリックコメント", url_name="comments:list", permission=VIEW, icon="inbox", order=72),),
    roles={
        "clerk": (VIEW,),
        "supervisor": (VIEW,),
        "head": (VIEW,),
        "auditor": (VIEW,),
        "administrator": (VIEW, MANAGE),
    },
    permissions={VIEW: "寄せられた意見の閲覧", MANAGE: "意見の募集・取りまとめ・結果の公表、意見を出した人の連絡先"},
    portal=(
        Portal(
            template="comments/portal/box.html",
            provider="madoguchi.systems.plan.comments.queries.box",
            order=71,
        ),
    ),
    work="madoguchi.systems.plan.comments.queries.work",
    demo="madoguchi.systems.plan.comments.demo.fill",
)
