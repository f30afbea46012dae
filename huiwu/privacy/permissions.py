"""Who may do what about personal information. A person acts for themselves by their own link."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from huiwu.accounts.choices import Role
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import permission
from huiwu.meetings.models import Meeting
from huiwu.meetings.permissions import has_role, is_on_team

OWN_LINK = "attendee.own"
"""The purpose of a person's own link (`/l/<token>/`)."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A person of a meeting, as permissions are asked about them."""

    meeting: Meeting
    subject_id: UUID


def is_the_person(actor: Actor, subject: Subject) -> bool:
    """Opened their own link, to this meeting."""
    link = actor.link
    return (
        actor.kind == "link"
        and link is not None
        and link.purpose == OWN_LINK
        and link.subject_id == subject.subject_id
        and link.meeting_id == subject.meeting.pk
    )


@permission("privacy.view", title=_("查看个人信息处理记录"))
def can_view_privacy(actor: Actor, meeting: Meeting) -> bool:
    return has_role(
        actor,
        meeting,
        Role.PRIVACY_OFFICER,
        Role.DATA_ADMIN,
        Role.COMPLIANCE_OFFICER,
        Role.CONFIDENTIALITY_OFFICER,
    )


@permission("privacy.edit", title=_("起草告知、登记委托处理与影响评估"))
def can_edit_privacy(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, Role.PRIVACY_OFFICER, Role.DATA_ADMIN, Role.COMPLIANCE_OFFICER)


@permission("privacy.publish", title=_("公布个人信息处理告知"))
def can_publish_notice(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, Role.PRIVACY_OFFICER, Role.COMPLIANCE_OFFICER)


@permission("privacy.see_looks", title=_("查看访问与导出记录"))
def can_see_looks(actor: Actor, meeting: Meeting) -> bool:
    """Not those who look most: 信息管理员 does not control themselves."""
    return has_role(actor, meeting, Role.PRIVACY_OFFICER, Role.COMPLIANCE_OFFICER, Role.CONFIDENTIALITY_OFFICER)


@permission("privacy.handle", title=_("查看、导出名单并留痕"))
def can_handle_lists(actor: Actor, meeting: Meeting) -> bool:
    """Anybody of the team; which list and which field is asked by whoever owns them."""
    return is_on_team(actor, meeting)


@permission("privacy.erase", title=_("删除到期的个人信息"))
def can_erase(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, Role.PRIVACY_OFFICER, Role.DATA_ADMIN)


@permission("privacy.consent", title=_("记录与撤回同意"))
def can_record_consent(actor: Actor, subject: Subject) -> bool:
    """The person by their link, or who handles their answers."""
    return is_the_person(actor, subject) or has_role(
        actor,
        subject.meeting,
        Role.PRIVACY_OFFICER,
        Role.DATA_ADMIN,
        Role.GUEST_TEAM,
        Role.SECRETARIAT,
    )


@permission("privacy.own", title=_("查阅、复制、删除自己的个人信息"))
def can_act_for_self(actor: Actor, subject: Subject) -> bool:
    return is_the_person(actor, subject)


@permission("privacy.invite", title=_("把个人信息删除证明送客户签认"))
def can_send_certificate(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, Role.PRIVACY_OFFICER)
