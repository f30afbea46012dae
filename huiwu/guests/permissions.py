"""Who may do what with guests (P12: 嘉宾组 invites and follows up; 客户经理 answers for it)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiwu.accounts.choices import Role
from huiwu.attendees.choices import OWN
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import permission
from huiwu.guests.models import Guest
from huiwu.meetings.models import Meeting
from huiwu.meetings.permissions import has_role, leads, roles_in

WRITERS = (Role.GUEST_TEAM, Role.SECRETARIAT)
READERS = (
    *WRITERS,
    Role.PLANNER,
    Role.PUBLICITY_TEAM,
    Role.DATA_ADMIN,
    Role.CEREMONY_TEAM,
    Role.TRANSPORT_TEAM,
    Role.LODGING_TEAM,
    Role.CATERING_TEAM,
    Role.DIRECTOR,
    Role.SHOW_CALLER,
    Role.OPERATIONS_HEAD,
)


@permission("guests.view", title=_("查看嘉宾确认台账"))
def can_view_guests(actor: Actor, meeting: Meeting) -> bool:
    """Those whose work rests on who comes; what was answered about travel or diet is asked for apart."""
    return has_role(actor, meeting, *READERS)


@permission("guests.edit", title=_("登记嘉宾、答复与跟进"))
def can_edit_guests(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, *WRITERS)


@permission("guests.invite", title=_("生成与发出邀请函"))
def can_invite(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, *WRITERS)


@permission("guests.read_invitation", title=_("阅读邀请函文本"))
def can_read_invitation(actor: Actor, meeting: Meeting) -> bool:
    """The team that writes it, and the client who signs it."""
    return can_view_guests(actor, meeting) or Role.CLIENT in roles_in(actor, meeting)


@permission("guests.edit_invitation", title=_("起草邀请函文本"))
def can_edit_invitation(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, *WRITERS)


@permission("guests.send_for_signature", title=_("把邀请函送客户确认"))
def can_send_for_signature(actor: Actor, meeting: Meeting) -> bool:
    return leads(actor, meeting)


@permission("guests.reply", title=_("答复邀请"))
def can_reply(actor: Actor, guest: Guest) -> bool:
    """The guest through the personal link; or somebody of ours who notes what was said."""
    if actor.kind == "link" and actor.link is not None:
        return bool(actor.link.purpose == OWN and actor.link.subject_id == guest.attendee_id)
    return can_edit_guests(actor, guest.meeting)
