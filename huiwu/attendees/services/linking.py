"""The one link of a person: ticket, own data, reply, registration, consents."""

from __future__ import annotations

from datetime import UTC, datetime, time
from uuid import UUID

from django.db import transaction

from huiwu.accounts.choices import LinkScope
from huiwu.accounts.models import ScopedLink
from huiwu.accounts.services import make_link, open_link
from huiwu.attendees.choices import LINK_LASTS_AFTER, OWN
from huiwu.attendees.errors import NoSuchAttendee
from huiwu.attendees.events import PersonalLinkMade
from huiwu.attendees.models import Attendee
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require, unasked
from huiwu.kernel import clock


@transaction.atomic
def personal_link(*, actor: Actor, attendee: Attendee) -> tuple[ScopedLink, str]:
    """A link to the person's own page and its token, shown this once. Earlier links of the person keep working.

    Good until LINK_LASTS_AFTER after the meeting's last day.
    """
    require(actor, "attendees.change", attendee)
    meeting = attendee.meeting
    ends_at = datetime.combine(meeting.end_on, time(), UTC) + LINK_LASTS_AFTER
    link, token = make_link(
        actor=actor,
        org=meeting.org,
        scope=LinkScope.ATTENDEE,
        purpose=OWN,
        label=attendee.display_name,
        meeting_id=meeting.pk,
        subject_id=attendee.pk,
        recipient=attendee.email or attendee.mobile,
        lasts=max(ends_at - clock.now(), LINK_LASTS_AFTER / 3),
    )
    fact = PersonalLinkMade(meeting_id=meeting.pk, attendee_id=attendee.pk, link_id=link.pk)
    record(fact, actor=actor, org_id=meeting.org_id)
    return link, token


@unasked("the token is the permission: whoever holds the link is the person")
def open_own(*, token: str, address: str = "", agent: str = "") -> tuple[Actor, Attendee]:
    """The holder of a personal link as the actor, and their record; for every page under `/l/<token>/me/`.

    A record merged into another opens that one. Raises LinkUnusable, NoSuchAttendee (erased).
    """
    link = open_link(token=token, purpose=OWN, address=address)
    row = active_person(link.subject_id)
    link.subject_id = row.pk  # of the kept record, for the length of this request
    return Actor.of_link(link, address=address, agent=agent), row


@unasked("reads for services that open the personal page")
def active_person(attendee_id: UUID | None) -> Attendee:
    """The record, or the one it was merged into. Raises NoSuchAttendee."""
    rows = Attendee.objects.select_related("meeting__org", "delegation", "photo")
    row = rows.filter(pk=attendee_id).first() if attendee_id else None
    for _step in range(10):
        if row is None or row.merged_into_id is None:
            break
        row = rows.filter(pk=row.merged_into_id).first()
    if row is None or not row.is_active:
        raise NoSuchAttendee
    return row
