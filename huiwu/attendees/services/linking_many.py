"""Personal links for many people at once: invitations, notices."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, time
from uuid import UUID

from django.db import transaction

from huiwu.accounts.choices import LinkScope
from huiwu.accounts.models import ScopedLink
from huiwu.accounts.services import hash_token
from huiwu.attendees.choices import LINK_LASTS_AFTER, OWN
from huiwu.attendees.events import PersonalLinksMade
from huiwu.attendees.models import Attendee
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting


@transaction.atomic
def personal_links(*, actor: Actor, meeting: Meeting, attendees: Sequence[Attendee]) -> dict[UUID, str]:
    """As `personal_link` for people of one meeting, with one fact: the token of each by attendee id, shown this once."""
    require(actor, "attendees.edit", meeting)
    people = {row.pk: row for row in attendees if row.meeting_id == meeting.pk}
    if not people:
        return {}
    ends_at = datetime.combine(meeting.end_on, time(), UTC) + LINK_LASTS_AFTER
    now = clock.now()
    tokens = {pk: secrets.token_urlsafe(24) for pk in people}
    ScopedLink.objects.bulk_create(
        ScopedLink(
            org_id=meeting.org_id,
            token_hash=hash_token(tokens[pk]),
            scope=LinkScope.ATTENDEE,
            purpose=OWN,
            meeting_id=meeting.pk,
            subject_id=pk,
            label=row.display_name,
            recipient=row.email or row.mobile,
            made_by=actor.user,
            expires_at=max(ends_at, now + LINK_LASTS_AFTER / 3),
        )
        for pk, row in people.items()
    )
    record(PersonalLinksMade(meeting_id=meeting.pk, count=len(people)), actor=actor, org_id=meeting.org_id)
    return tokens
