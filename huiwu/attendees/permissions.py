"""Who may see, keep, and judge the people of a meeting; which role may read which sensitive field."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from huiwu.accounts.choices import Role
from huiwu.attendees.choices import GIVE_LIST, OWN, SensitiveField
from huiwu.attendees.models import Attendee
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import permission
from huiwu.meetings.models import Meeting
from huiwu.meetings.permissions import has_role

KEEPERS = (Role.DATA_ADMIN, Role.SECRETARIAT, Role.GUEST_TEAM)
"""They keep the list."""
RINGERS = (
    *KEEPERS,
    Role.CHECK_IN_TEAM,
    Role.TRANSPORT_TEAM,
    Role.LODGING_TEAM,
    Role.CATERING_TEAM,
    Role.PUBLICITY_TEAM,
    Role.PRIVACY_OFFICER,
)
"""They must be able to reach people: mobile and e-mail are shown to them, masked to others."""
READERS = (
    *RINGERS,
    Role.PLANNER,
    Role.OPERATIONS_HEAD,
    Role.USHER_TEAM,
    Role.CEREMONY_TEAM,
    Role.SECURITY_TEAM,
    Role.MEDICAL_TEAM,
    Role.MATERIALS_TEAM,
    Role.VENUE_TEAM,
    Role.SHOW_CALLER,
    Role.DIRECTOR,
    Role.INCIDENT_COMMANDER,
    Role.BREAKOUT_LEAD,
    Role.GROUP_LEAD,
    Role.CONFIDENTIALITY_OFFICER,
)

SENSITIVE_READERS: dict[str, tuple[Role, ...]] = {
    SensitiveField.DIETARY_REQUIREMENT: (Role.CATERING_TEAM, Role.GUEST_TEAM, Role.DATA_ADMIN),
    SensitiveField.DIETARY_REASON: (Role.CATERING_TEAM, Role.MEDICAL_TEAM),
    SensitiveField.HEALTH: (Role.MEDICAL_TEAM,),
    SensitiveField.ACCESSIBILITY: (Role.GUEST_TEAM, Role.VENUE_TEAM, Role.USHER_TEAM, Role.CHECK_IN_TEAM),
    SensitiveField.ID_TYPE: (Role.LODGING_TEAM, Role.TRANSPORT_TEAM, Role.SECURITY_TEAM),
    SensitiveField.ID_NUMBER: (Role.LODGING_TEAM, Role.TRANSPORT_TEAM, Role.SECURITY_TEAM),
    SensitiveField.ITINERARY: (Role.TRANSPORT_TEAM, Role.GUEST_TEAM, Role.SECRETARIAT),
    SensitiveField.LODGING_WISH: (Role.LODGING_TEAM, Role.GUEST_TEAM),
    SensitiveField.CLOTHING_SIZE: (Role.MATERIALS_TEAM, Role.GUEST_TEAM),
    SensitiveField.CAR_PLATE: (Role.TRANSPORT_TEAM, Role.SECURITY_TEAM, Role.GUEST_TEAM),
    SensitiveField.EMERGENCY_CONTACT: (Role.MEDICAL_TEAM, Role.GUEST_TEAM),
}
"""Who needs which sensitive field for their work (PIPL 第28条: only as far as needed)."""


@dataclass(frozen=True, slots=True)
class SensitiveOf:
    """One sensitive field of the people of a meeting; with `attendee`, of that person."""

    meeting: Meeting
    field: str
    attendee: Attendee | None = None


def is_own(actor: Actor, attendee: Attendee) -> bool:
    """The person themselves, by their own link."""
    link = actor.link
    return actor.kind == "link" and link is not None and link.purpose == OWN and link.subject_id == attendee.pk


@permission("attendees.view", title=_("查看参会人员"))
def can_view(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, *READERS)


@permission("attendees.view_contacts", title=_("查看参会人员的联系方式"))
def can_view_contacts(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, *RINGERS)


@permission("attendees.edit", title=_("录入与修改参会人员"))
def can_edit(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, *KEEPERS)


@permission("attendees.judge", title=_("裁决重复、合并与撤销合并"))
def can_judge(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, *KEEPERS)


@permission("attendees.rank", title=_("确认位次"))
def can_rank(actor: Actor, meeting: Meeting) -> bool:
    """位次 is confirmed by a person who answers for it."""
    return has_role(actor, meeting, Role.SECRETARIAT, Role.GUEST_TEAM)


@permission("attendees.import", title=_("导入名单"))
def can_import(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, Role.DATA_ADMIN, Role.SECRETARIAT, Role.GUEST_TEAM)


@permission("attendees.give_list", title=_("交名单"))
def can_give_list(actor: Actor, meeting: Meeting) -> bool:
    """Those who import, and the client by the link they were sent; the client's list is taken in by those who import."""
    link = actor.link
    is_sender = actor.kind == "link" and link is not None and link.purpose == GIVE_LIST
    return (is_sender and link.meeting_id == meeting.pk) or can_import(actor, meeting)


@permission("attendees.export", title=_("导出名单"))
def can_export(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, *RINGERS)


@permission("attendees.own", title=_("打开自己的个人页面"))
def can_open_own(actor: Actor, meeting: Meeting) -> bool:
    """Somebody with a personal link of this meeting: the permission of every card at the place `attendee.own`."""
    link = actor.link
    return actor.kind == "link" and link is not None and link.purpose == OWN and link.meeting_id == meeting.pk


@permission("attendees.change", title=_("修改一位参会人员"))
def can_change(actor: Actor, attendee: Attendee) -> bool:
    """Those who keep the list, and the person themselves."""
    return is_own(actor, attendee) or can_edit(actor, attendee.meeting)


@permission("attendees.reveal", title=_("查看敏感个人信息"))
def can_reveal(actor: Actor, asked: SensitiveOf) -> bool:
    """The roles that need this field for their work, and the person themselves."""
    if asked.attendee is not None and is_own(actor, asked.attendee):
        return True
    return has_role(actor, asked.meeting, *SENSITIVE_READERS.get(asked.field, ()))
