"""The manifest of the population statistics."""

from madoguchi.foundation.registry import MenuItem, Portal, System

VIEW = "population.view"
CLOSE = "population.close"
FULL = "population.full"

SYSTEM = System(
    code="C2P",
    name="人口統計",
    summary="一日ごとに締めた人口・世帯・異動の数を、町別・年齢別・国籍別に図と CSV で出す",
    measures=("総合行政情報システム",),
    divisions=("窓口サービス課",),
    laws=("住民基本台帳法",),
    menu=(MenuItem(label="人口統計", url_name="population:today", permission=VIEW, icon="people", order=60),),
    roles={
        "clerk": (VIEW,),
        "supervisor": (VIEW, FULL, CLOSE),
        "head": (VIEW,),
        "registrar": (VIEW, FULL, CLOSE),
        "viewer": (VIEW,),
        "auditor": (VIEW,),
        "administrator": (VIEW,),
    },
    permissions={
        VIEW: "人口統計の閲覧",
        FULL: "人口統計の、伏せない数の閲覧",
        CLOSE: "人口統計の締め",
    },
    portal=(
        Portal(
            template="population/portal_box.html",
            provider="madoguchi.systems.window.population.widget.latest",
            order=40,
        ),
    ),
    demo="madoguchi.systems.window.population.demo.fill",
)
