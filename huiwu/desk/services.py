"""Verbs of the desk."""

from __future__ import annotations

from django.db import transaction

from huiwu.accounts.choices import LinkScope
from huiwu.accounts.models import ScopedLink
from huiwu.accounts.services import make_link, revoke_link
from huiwu.desk.choices import FEED, FEED_LASTS, MOST_FEEDS
from huiwu.desk.errors import TooManyFeeds
from huiwu.desk.events import CalendarFeedMade
from huiwu.desk.queries import feeds_of
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.meetings.models import Meeting
from huiwu.meetings.queries import home_organisation

__all__ = ["make_calendar_feed", "revoke_link"]


@transaction.atomic
def make_calendar_feed(*, actor: Actor, label: str, meeting: Meeting | None = None) -> tuple[ScopedLink, str]:
    """A link for a calendar program, and its token, shown this once: one meeting's, or all of the person's own.

    It shows what the person may see at the time it is fetched. Raises TooManyFeeds.
    """
    require(actor, "desk.subscribe")
    if meeting is not None:
        require(actor, "meetings.view", meeting)
    if feeds_of(actor).count() >= MOST_FEEDS:
        raise TooManyFeeds(most=MOST_FEEDS)
    link, token = make_link(
        actor=actor,
        org=meeting.org if meeting else home_organisation(actor),
        scope=LinkScope.DEVICE,
        purpose=FEED,
        label=label[:120],
        meeting_id=meeting.pk if meeting else None,
        subject_id=actor.id,
        lasts=FEED_LASTS,
    )
    record(CalendarFeedMade(link_id=link.pk, of_meeting=link.meeting_id), actor=actor, org_id=link.org_id)
    return link, token
