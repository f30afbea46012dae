"""Who may do what with speakers' materials (P12: 嘉宾组 collects; 技术组 plays)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiwu.accounts.choices import Role
from huiwu.attendees.choices import OWN
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import permission
from huiwu.meetings.models import Meeting
from huiwu.meetings.permissions import has_role
from huiwu.speaker_materials.models import SpeakerMaterial

COLLECTORS = (Role.GUEST_TEAM, Role.SECRETARIAT)
PLAYERS = (Role.AV_TEAM, Role.SHOW_CALLER)
READERS = (
    *COLLECTORS,
    *PLAYERS,
    Role.PLANNER,
    Role.PUBLICITY_TEAM,
    Role.MATERIALS_TEAM,
    Role.DIRECTOR,
    Role.OPERATIONS_HEAD,
    Role.BREAKOUT_LEAD,
)


@permission("speaker_materials.view", title=_("查看、下载讲者资料"))
def can_view_materials(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, *READERS)


@permission("speaker_materials.edit", title=_("索取、代收讲者资料，调整要求"))
def can_collect(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, *COLLECTORS)


@permission("speaker_materials.judge", title=_("审核、退回讲者资料"))
def can_judge(actor: Actor, meeting: Meeting) -> bool:
    """Who collects, and who will have to play it."""
    return has_role(actor, meeting, *COLLECTORS, *PLAYERS)


@permission("speaker_materials.set_show", title=_("设定放映要求"))
def can_set_show(actor: Actor, meeting: Meeting) -> bool:
    return has_role(actor, meeting, *COLLECTORS, *PLAYERS)


@permission("speaker_materials.hand_in", title=_("提交讲者资料"))
def can_hand_in(actor: Actor, material: SpeakerMaterial) -> bool:
    """The speaker by the personal link; or somebody of ours who got it in another way."""
    if actor.kind == "link" and actor.link is not None:
        return bool(actor.link.purpose == OWN and actor.link.subject_id == material.attendee_id)
    return can_collect(actor, material.meeting)
