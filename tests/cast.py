"""The fixed cast: the same people and meeting in every test, and in the demo."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huiwu.accounts.choices import OrgRole, Role
from huiwu.accounts.models import Membership, Organisation, User
from huiwu.config.demo.people import CAST, MAIL, ORGANISATION, OTHER_ORGANISATION, STRANGER, Part
from huiwu.foundation.actors import Actor
from huiwu.meetings.choices import ClientKind, MeetingStatus, MeetingType, Publicness, SizeTier
from huiwu.meetings.models import Client, Contact, Meeting, TeamMember


@dataclass(slots=True)
class Cast:
    """云帆会务 serves 启明科技; 吴用 belongs to another company and may see nothing."""

    org: Organisation
    other_org: Organisation
    owner: User  # 顾远, owner of 云帆会务
    lead: User  # 林岚, 项目负责人
    account: User  # 周敏, 客户经理
    planner: User  # 陈策, 策划
    compliance: User  # 何静, 法务合规
    colleague: User  # 孙浩, of 云帆会务 but not on the team
    stranger: User  # 吴用, owner of 他山会展
    client: Client
    approver: Contact  # 赵明远, 客户决策人
    meeting: Meeting

    def actor(self, who: str) -> Actor:
        return Actor.of_user(getattr(self, who))


PASSWORD = "correct horse battery"


def person(email: str, name: str, org: Organisation, role: str = OrgRole.MEMBER) -> User:
    user = User.objects.create_user(f"{email}@{MAIL}", name, PASSWORD)
    Membership.objects.create(org=org, user=user, role=role)
    return user


def one_of_the_cast(part: Part, org: Organisation) -> User:
    return person(part.key, part.name, org, part.org_role)


def assemble(start_on: date = date(2027, 3, 18), end_on: date = date(2027, 3, 19)) -> Cast:
    """The cast around one meeting: 启明科技 2027 国际合作论坛, 600 people, 18–19 March 2027."""
    org = Organisation.objects.create(slug=ORGANISATION[0], name=ORGANISATION[1])
    other = Organisation.objects.create(slug=OTHER_ORGANISATION[0], name=OTHER_ORGANISATION[1])
    client = Client.objects.create(org=org, name="启明科技", kind=ClientKind.ENTERPRISE)
    approver = Contact.objects.create(
        client=client, name="赵明远", title="副总裁", phone="13900000001", email="zhao@example.test", is_approver=True
    )
    meeting = Meeting.objects.create(
        org=org,
        client=client,
        number="2027-001",
        slug="qiming-2027",
        name="启明科技 2027 合作伙伴大会",
        name_en="Qiming Partner Conference 2027",
        theme="同行致远",
        meeting_type=MeetingType.FORUM,
        status=MeetingStatus.ACTIVE,
        size_tier=SizeTier.L,
        expected_headcount=600,
        publicness=Publicness.INVITED,
        start_on=start_on,
        end_on=end_on,
        city="上海",
        conditions=["has_meals", "has_lodging", "has_breaks"],
    )
    cast = Cast(
        org=org,
        other_org=other,
        owner=one_of_the_cast(CAST["owner"], org),
        lead=one_of_the_cast(CAST["lead"], org),
        account=one_of_the_cast(CAST["account"], org),
        planner=one_of_the_cast(CAST["planner"], org),
        compliance=one_of_the_cast(CAST["compliance"], org),
        colleague=one_of_the_cast(CAST["colleague"], org),
        stranger=one_of_the_cast(STRANGER, other),
        client=client,
        approver=approver,
        meeting=meeting,
    )
    for user, role in (
        (cast.lead, Role.PROJECT_MANAGER),
        (cast.account, Role.ACCOUNT_MANAGER),
        (cast.planner, Role.PLANNER),
        (cast.compliance, Role.COMPLIANCE_OFFICER),
    ):
        TeamMember.objects.create(meeting=meeting, user=user, role=role)
    return cast
