"""The waiting list: places that become free are offered in turn, and lapse."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from huiwu.attendees.choices import ParticipationState
from huiwu.attendees.models import Participation
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting
from huiwu.registration.choices import OfferState, QuotaKind, State
from huiwu.registration.errors import OfferOver
from huiwu.registration.events import (
    OfferDeclined,
    OfferLapsed,
    PlaceOffered,
    SessionPlaceGiven,
)
from huiwu.registration.models import Quota, Registration, WaitlistOffer
from huiwu.registration.queries.forms import form_of
from huiwu.registration.rules.places import org_key, part_keys, whole_keys
from huiwu.registration.services.deciding import confirm, held_registration
from huiwu.registration.services.holding import join_functions
from huiwu.registration.services.placing import give_back, take_for_waiting

AT_ONCE = 500


def offer_places(*, actor: Actor, meeting: Meeting) -> int:
    """Give the places that are free to those who wait, in the order they came; how many got one.

    With `offer_hours` a place is kept for that long; without, people are confirmed at once. Each in a transaction of its
    own, so that a long list holds nobody up. People whose limit is still full are passed over, not lost.
    """
    require(actor, "registration.decide", meeting)
    form = form_of(meeting)
    if form is None or not meeting.is_live or meeting.end_on < clock.today(meeting.time_zone):
        return 0
    given, full = 0, set[str]()
    for row in (
        Registration.objects.filter(meeting=meeting, state=State.WAITLISTED)
        .select_related("category", "attendee")
        .order_by("submitted_at", "pk")[:AT_ONCE]
    ):
        keys = whole_keys(row.category.code, org_key(row.attendee.org_name))
        if full & set(keys):
            continue
        given += _offered(actor, row.pk, keys, form.offer_hours, full)
    return given + _sessions(actor, meeting)


@transaction.atomic
def _offered(actor: Actor, registration_id: UUID, keys: list[str], hours: int, full: set[str]) -> int:
    row = held_registration(actor, registration_id, "registration.decide")
    if row.state != State.WAITLISTED:
        return 0
    taken, lacking = take_for_waiting(row.meeting_id, keys)
    if taken is None:
        full |= {quota.key for quota in lacking}
        return 0
    if hours == 0:
        confirm(actor, row, taken)
        return 1
    give_back(row.waits_for, waiting=True)
    row.holds, row.waits_for = [*row.holds, *(str(quota.pk) for quota in taken)], []
    row.state = State.OFFERED
    row.revision += 1
    row.save(update_fields=["state", "holds", "waits_for", "revision", "updated_at"])
    offer = WaitlistOffer.objects.create(registration=row, expires_at=clock.now() + timedelta(hours=hours))
    fact = PlaceOffered(
        meeting_id=row.meeting_id, registration_id=row.pk, attendee_id=row.attendee_id, offer_id=offer.pk
    )
    record(fact, actor=actor, org_id=row.meeting.org_id)
    return 1


@transaction.atomic
def answer_offer(*, actor: Actor, registration_id: UUID, accepts: bool) -> Registration:
    """The person takes the place kept for them, or leaves it (then the registration is cancelled). Raises OfferOver."""
    from huiwu.registration.services.deciding import cancel_registration

    row = held_registration(actor, registration_id, "registration.answer_offer")
    offer = WaitlistOffer.objects.filter(registration=row, state=OfferState.OPEN).first()
    if offer is None or row.state != State.OFFERED or offer.expires_at <= clock.now():
        raise OfferOver
    state = OfferState.ACCEPTED if accepts else OfferState.DECLINED
    WaitlistOffer.objects.filter(pk=offer.pk).update(state=state, answered_at=clock.now())
    if accepts:
        return confirm(actor, row, [])
    fact = OfferDeclined(
        meeting_id=row.meeting_id, registration_id=row.pk, attendee_id=row.attendee_id, offer_id=offer.pk
    )
    record(fact, actor=actor, org_id=row.meeting.org_id)
    return cancel_registration(actor=actor, registration_id=row.pk, reason="")


def lapse_offers(*, actor: Actor, at: datetime | None = None) -> list[Meeting]:
    """Offers nobody answered in time end: the person goes to the end of the line; meetings with a place free again."""
    require(actor, "registration.lapse", None)
    now = at or clock.now()
    due = WaitlistOffer.objects.filter(state=OfferState.OPEN, expires_at__lte=now)
    meetings = {}
    for offer in due.select_related("registration__meeting")[:AT_ONCE]:
        if _lapsed(actor, offer.pk, offer.registration_id, now):
            meetings[offer.registration.meeting_id] = offer.registration.meeting
    return list(meetings.values())


@transaction.atomic
def _lapsed(actor: Actor, offer_id: UUID, registration_id: UUID, now: datetime) -> bool:
    row = held_registration(actor, registration_id, "registration.decide")
    ended = WaitlistOffer.objects.filter(pk=offer_id, state=OfferState.OPEN)
    if row.state != State.OFFERED or not ended.update(state=OfferState.LAPSED, answered_at=now):
        return False
    whole = whole_keys(row.category.code, org_key(row.attendee.org_name))
    places = Quota.objects.filter(meeting_id=row.meeting_id, pk__in=row.holds, key__in=whole)
    back = [str(pk) for pk in places.values_list("pk", flat=True)]
    give_back(back)
    row.holds = [pk for pk in row.holds if pk not in back]
    row.state, row.submitted_at = State.WAITLISTED, now
    row.revision += 1
    row.save(update_fields=["state", "holds", "submitted_at", "revision", "updated_at"])
    fact = OfferLapsed(
        meeting_id=row.meeting_id, registration_id=row.pk, attendee_id=row.attendee_id, offer_id=offer_id
    )
    record(fact, actor=actor, org_id=row.meeting.org_id)
    return True


def _sessions(actor: Actor, meeting: Meeting) -> int:
    """Sessions with a place free again: whoever waits for them longest is in. They come to the meeting anyway."""
    given = 0
    for quota in Quota.objects.filter(meeting=meeting, kind=QuotaKind.FUNCTION, waiting__gt=0).order_by("pk"):
        waiting = Participation.objects.filter(function=quota.function, state=ParticipationState.WAITLISTED).order_by(
            "created_at"
        )
        for attendee_id in list(waiting.values_list("attendee_id", flat=True)[:AT_ONCE]):
            if not _let_in(actor, meeting, quota, attendee_id):
                break
            given += 1
    return given


@transaction.atomic
def _let_in(actor: Actor, meeting: Meeting, quota: Quota, attendee_id: UUID) -> bool:
    found = Registration.objects.select_for_update(of=("self",)).select_related("attendee")
    row = found.filter(meeting=meeting, attendee_id=attendee_id, state=State.CONFIRMED).first()
    if row is None or str(quota.pk) not in row.waits_for or quota.function_id is None:
        return False
    taken, _full = take_for_waiting(meeting.pk, part_keys([str(quota.function_id)], []))
    if not taken:
        return False
    give_back([str(quota.pk)], waiting=True)
    row.holds = [*row.holds, str(quota.pk)]
    row.waits_for = [pk for pk in row.waits_for if pk != str(quota.pk)]
    row.save(update_fields=["holds", "waits_for", "updated_at"])
    join_functions(row.attendee, granted={quota.function_id: quota}, queued={})
    fact = SessionPlaceGiven(
        meeting_id=meeting.pk, registration_id=row.pk, attendee_id=attendee_id, function_id=quota.function_id
    )
    record(fact, actor=actor, org_id=meeting.org_id)
    return True
