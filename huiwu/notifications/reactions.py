"""What people are told when something has happened in the capabilities below. Harmless when repeated: keys are the fact's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from huiwu.accounts.choices import Role
from huiwu.accounts.models import Membership, User
from huiwu.accounts.services import password_path, url_of
from huiwu.documents.models import Signoff
from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.outbox import Occurrence
from huiwu.foundation.registry.messages import MESSAGE_KINDS
from huiwu.meetings.models import Meeting
from huiwu.notifications.choices import OutsideChannel
from huiwu.notifications.queries import chats_of, readers, team_readers
from huiwu.notifications.services import Letter, send_outside, write_message
from huiwu.notifications.services.writing import words_of


def tell_team_when_document_is_signed(what: Occurrence) -> None:
    _tell_about_signoff(what, "documents.signed")


def tell_team_when_document_is_returned(what: Occurrence) -> None:
    _tell_about_signoff(what, "documents.returned")


def _tell_about_signoff(what: Occurrence, kind: str) -> None:
    """Those who lead the meeting and whoever proposed the version."""
    signoff = (
        Signoff.objects.select_related("version__document__meeting", "version__proposed_by")
        .filter(pk=what.payload["signoff_id"])
        .first()
    )
    if signoff is None:
        return
    version, document = signoff.version, signoff.version.document
    meeting = document.meeting
    known = readers([meeting], [version.proposed_by_id] if version.proposed_by_id else [])
    proposer = known.person(version.proposed_by_id, meeting)
    people = {user.pk: user for user in [*known.leads(meeting), *([proposer] if proposer else [])]}
    values = {
        "person": signoff.person_name,
        "document": document.title,
        "number": version.number,
        "meeting": meeting.name,
    }
    _tell(what, kind, people.values(), meeting, values, url=f"/m/{meeting.slug}/documents/{document.pk}/")


def tell_team_when_dates_move(what: Occurrence) -> None:
    _tell_team(what, "meetings.moved", before=what.payload["start_before"])


def tell_team_when_meeting_is_cancelled(what: Occurrence) -> None:
    _tell_team(what, "meetings.cancelled")


def tell_team_when_meeting_is_postponed(what: Occurrence) -> None:
    _tell_team(what, "meetings.postponed")


def tell_team_when_meeting_is_resumed(what: Occurrence) -> None:
    _tell_team(what, "meetings.resumed")


def _tell_team(what: Occurrence, kind: str, **more: Any) -> None:
    meeting = _meeting(what)
    if meeting is not None:
        _tell(what, kind, team_readers(meeting), meeting, {**_facts(meeting), **more})


def tell_person_when_they_join_a_team(what: Occurrence) -> None:
    meeting = _meeting(what)
    if meeting is None or not what.payload["joined"]:
        return
    found = User.objects.filter(pk=what.payload["user_id"], memberships__org_id=meeting.org_id, is_active=True)
    role = dict(Role.choices).get(what.payload["role"], what.payload["role"])
    _tell(what, "meetings.joined", found, meeting, {**_facts(meeting), "role": role})


def invite_by_mail_when_person_is_invited(what: Occurrence) -> None:
    """The way to set a password goes to the invited address itself; nobody's own password is ever mailed."""
    membership = (
        Membership.objects.select_related("user", "org")
        .filter(user_id=what.payload["user_id"], org_id=what.payload["org_id"])
        .first()
    )
    if membership is None or membership.user.has_usable_password():
        return
    write_message(
        actor=SYSTEM,
        kind="accounts.invited",
        key=f"fact:{what.id}",
        user=membership.user,
        org=membership.org,
        values={"org": membership.org.name},
        secret_url=url_of(password_path(membership.user)),
    )


def _meeting(what: Occurrence) -> Meeting | None:
    return Meeting.objects.filter(pk=what.meeting_id).first() if what.meeting_id else None


def _facts(meeting: Meeting) -> dict[str, str]:
    return {"meeting": meeting.name, "start": meeting.start_on.isoformat(), "end": meeting.end_on.isoformat()}


def _tell_chats(what: Occurrence, kind: str, meeting: Meeting, values: dict[str, Any]) -> None:
    """The group chats of the meeting, or of its organisation, that want to hear of this group; once each."""
    group = MESSAGE_KINDS[kind].group
    for bot in chats_of(meeting):
        if group in bot.tells:
            subject, body = words_of(kind=kind, language=meeting.language, values=values)
            letter = Letter(
                key=f"fact:{what.id}:bot:{bot.pk}",
                channel=OutsideChannel.BOT,
                to=str(bot.pk),
                language=meeting.language,
                subject=subject,
                body=body,
                is_essential=True,
            )
            send_outside(actor=SYSTEM, letter=letter, meeting=meeting)


def _tell(
    what: Occurrence, kind: str, people: Iterable[User], meeting: Meeting, values: dict[str, Any], url: str = ""
) -> None:
    """Everybody but the one who did it, and the group chats."""
    _tell_chats(what, kind, meeting, values)
    for user in people:
        if user.pk != what.actor_id:
            write_message(
                actor=SYSTEM,
                kind=kind,
                key=f"fact:{what.id}:{user.pk}",
                user=user,
                meeting=meeting,
                values=values,
                url=url or reverse("meetings:overview", args=[meeting.slug]),
            )
