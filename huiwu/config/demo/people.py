"""The fixed cast of invented people, the same in the demo and in the tests."""

from __future__ import annotations

from dataclasses import dataclass

from huiwu.accounts.choices import OrgRole, Role

ORGANISATION = ("yunfan", "云帆会务")
"""Slug and name of the company whose meetings the demo shows."""
OTHER_ORGANISATION = ("tashan", "他山会展")
MAIL = "example.test"


@dataclass(frozen=True, slots=True)
class Part:
    """One invented person. `roles` are those in a demo meeting; `logs_in`: is given a password when the demo is loaded."""

    key: str
    name: str
    org_role: OrgRole = OrgRole.MEMBER
    roles: tuple[Role, ...] = ()
    logs_in: bool = False

    @property
    def email(self) -> str:
        return f"{self.key}@{MAIL}"


CAST: dict[str, Part] = {
    part.key: part
    for part in (
        Part("owner", "顾远", OrgRole.OWNER, (Role.OPERATIONS_HEAD, Role.DEPARTMENT_HEAD), logs_in=True),
        Part("lead", "林岚", roles=(Role.PROJECT_MANAGER, Role.INCIDENT_COMMANDER), logs_in=True),
        Part("account", "周敏", roles=(Role.ACCOUNT_MANAGER,), logs_in=True),
        Part("planner", "陈策", roles=(Role.PLANNER, Role.DIRECTOR, Role.BREAKOUT_LEAD), logs_in=True),
        Part(
            "compliance",
            "何静",
            roles=(Role.COMPLIANCE_OFFICER, Role.PRIVACY_OFFICER, Role.CONFIDENTIALITY_OFFICER),
            logs_in=True,
        ),
        Part("colleague", "孙浩"),
        Part("second_lead", "韩雪", roles=(Role.PROJECT_MANAGER, Role.INCIDENT_COMMANDER), logs_in=True),
        Part("commerce", "蒋文", roles=(Role.COMMERCIAL_MANAGER, Role.PROCUREMENT, Role.FINANCE)),
        Part("venue", "袁方", roles=(Role.VENUE_TEAM, Role.BUILD_CONTRACTOR, Role.ROOM_SERVICE_TEAM)),
        Part("secretary", "罗佳", roles=(Role.SECRETARIAT, Role.GROUP_LEAD, Role.INTERPRETER)),
        Part("guests", "许诺", roles=(Role.GUEST_TEAM, Role.CEREMONY_TEAM)),
        Part("publicity", "唐宁", roles=(Role.PUBLICITY_TEAM,)),
        Part("materials", "沈悦", roles=(Role.MATERIALS_TEAM,)),
        Part("registry", "郭航", roles=(Role.DATA_ADMIN, Role.CHECK_IN_TEAM)),
        Part("lodging", "丁可", roles=(Role.LODGING_TEAM,)),
        Part("transport", "马骏", roles=(Role.TRANSPORT_TEAM, Role.USHER_TEAM)),
        Part("catering", "宋雨", roles=(Role.CATERING_TEAM,)),
        Part("technology", "高翔", roles=(Role.AV_TEAM, Role.SHOW_CALLER)),
        Part("safety", "冯磊", roles=(Role.SECURITY_TEAM, Role.MEDICAL_TEAM)),
    )
}
STRANGER = Part("stranger", "吴用", OrgRole.OWNER)
"""Owner of the other company: may see nothing of the first."""


def in_roles(lead: str) -> dict[Role, Part]:
    """Role → the person who has it in a meeting led by `lead` (a key of CAST)."""
    others = {"lead", "second_lead"} - {lead}
    return {role: part for part in CAST.values() if part.key not in others for role in part.roles}
