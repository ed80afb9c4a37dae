"""The manifest of the organisation's screens."""

from madoguchi.foundation.registry import MenuItem, System

LEAD = "organisation.lead"
MANAGE, APPROVE = "access.manage", "access.approve"

SYSTEM = System(
    code="E5O",
    name="組織・職員",
    summary="組織図、不在と代決者、組織改正と人事異動の一括取込み",
    measures=("3-1-3", "3-4"),
    laws=("地方自治法第158条", "地方公務員法第17条"),
    menu=(MenuItem(label="組織・職員", url_name="organisation:chart", permission="", icon="hall", order=69),),
    roles={"head": (LEAD,)},
    permissions={LEAD: "自分の部署の不在と代決者の入力"},
    work="madoguchi.systems.office.organisation.work.work",
    demo="madoguchi.systems.office.organisation.demo.fill",
)
