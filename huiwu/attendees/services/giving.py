"""The client gives the list: a link for their contact, who looks it through, mends it, and hands it over to the team."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from huiwu.accounts.choices import LinkScope
from huiwu.accounts.events import LinkRevoked
from huiwu.accounts.models import ScopedLink
from huiwu.accounts.services import make_link, open_link, url_of
from huiwu.attendees.choices import GIVE_LIST, BatchState, RowOutcome
from huiwu.attendees.events import ListAskedFor, ListHandedOver
from huiwu.attendees.models import ImportBatch
from huiwu.attendees.queries.imports import doors_of
from huiwu.attendees.services.importing import held
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require, unasked
from huiwu.foundation.registry.messages import mail_link
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound
from huiwu.meetings.models import Meeting

WRITTEN = (RowOutcome.NEW, RowOutcome.CHANGED, RowOutcome.CONFLICT)
"""Rows of which the list says something that does not stand here yet."""


@transaction.atomic
def ask_for_list(
    *, actor: Actor, meeting: Meeting, person: str, recipient: str = "", lasts: timedelta = timedelta(days=30)
) -> tuple[ScopedLink, str]:
    """A link by which the client's person gives lists, and its full address, shown this once; mailed to an e-mail address.

    Raises InvalidInput (no name), AddressUnusable.
    """
    require(actor, "attendees.import", meeting)
    if not person.strip():
        raise InvalidInput({"person": [_("请填写这一项。")]}, detail=_("请填写这一项。"))
    link, token = make_link(
        actor=actor,
        org=meeting.org,
        scope=LinkScope.CLIENT,
        purpose=GIVE_LIST,
        label=person.strip()[:120],
        meeting_id=meeting.pk,
        recipient=recipient.strip()[:254],
        lasts=lasts,
    )
    record(ListAskedFor(meeting_id=meeting.pk, link_id=link.pk), actor=actor, org_id=meeting.org_id)
    address = url_of(reverse("attendees:door", args=[token]))
    mail_link(
        actor=actor,
        meeting=meeting,
        recipient=link.recipient,
        person=link.label,
        url=address,
        kind=GIVE_LIST,
        values={},
    )
    return link, address


@transaction.atomic
def shut_door(*, actor: Actor, meeting: Meeting, link_id: UUID) -> ScopedLink:
    """The link stops working at once; what was handed over stays. Twice is harmless. Raises NotFound."""
    require(actor, "attendees.import", meeting)
    link = doors_of(meeting).filter(pk=link_id).first()
    if link is None:
        raise NotFound
    if doors_of(meeting).filter(pk=link_id, revoked_at=None).update(revoked_at=clock.now()):
        record(LinkRevoked(link_id=link.pk, meeting_id=meeting.pk), actor=actor, org_id=meeting.org_id)
    return link


@unasked("the token is the permission: whoever holds the link gives the list")
def open_door(*, token: str, address: str = "", agent: str = "") -> tuple[Actor, Meeting]:
    """The holder of the link as the actor, and the meeting. Raises LinkUnusable."""
    link = open_link(token=token, purpose=GIVE_LIST, address=address)
    meeting = Meeting.objects.select_related("org").get(pk=link.meeting_id)  # type: ignore[misc]  # links of this purpose have a meeting
    return Actor.of_link(link, address=address, agent=agent), meeting


@transaction.atomic
def hand_over(*, actor: Actor, meeting: Meeting, batch_id: UUID) -> ImportBatch:
    """From now on the list is the team's, to decide what is in doubt and take it in. Raises ListNotWaiting (also twice)."""
    require(actor, "attendees.give_list", meeting)
    batch = held(actor, meeting, batch_id, BatchState.PREVIEW)
    batch.handed_at = clock.now()
    batch.save(update_fields=["handed_at", "updated_at"])
    count = sum(batch.counts.get(outcome, 0) for outcome in WRITTEN)
    fact = ListHandedOver(meeting_id=meeting.pk, batch_id=batch.pk, count=count)
    record(fact, actor=actor, org_id=meeting.org_id)
    return batch
