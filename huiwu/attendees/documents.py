"""What stands on a person's card and in their calendar, as plain values."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from huiwu.attendees.choices import ParticipationState
from huiwu.attendees.models import Attendee, Participation
from huiwu.attendees.queries import code_of
from huiwu.documents.render.card import Card
from huiwu.documents.render.ics import CalendarEvent
from huiwu.meetings.models import Meeting


def card_of(row: Attendee) -> Card:
    """In the person's own language."""
    meeting = row.meeting
    with translation.override(row.language):
        english = row.language == "en"
        name = row.name_en if english and row.name_en else row.display_name
        return Card(
            kicker=meeting.org.name,
            meeting=meeting.name_en if english and meeting.name_en else meeting.name,
            name=name,
            lines=[text for text in (row.title, row.org_name) if text],
            facts=[
                text for text in (days_of(meeting), " ".join(filter(None, (meeting.city, meeting.venue_name)))) if text
            ],
            code=code_of(row),
            number=_("编号 {number}").format(number=row.number),
            foot=_("入场、座位、用餐同用此码，请勿转发"),
        )


def days_of(meeting: Meeting) -> str:
    first, last = (date_format(day, "DATE_FORMAT") for day in (meeting.start_on, meeting.end_on))
    return first if meeting.start_on == meeting.end_on else f"{first} – {last}"


def calendar_of(row: Attendee) -> Iterable[CalendarEvent]:
    """The functions the person takes part in; without any, the days of the meeting."""
    meeting = row.meeting
    parts = Participation.objects.filter(attendee=row, function__is_cancelled=False).select_related("function__space")
    shown = parts.exclude(state__in=(ParticipationState.CANCELLED, ParticipationState.WAITLISTED))
    place = " ".join(filter(None, (meeting.city, meeting.venue_name)))
    events = [
        CalendarEvent(
            uid=f"{part.function_id}-{row.pk}@huiwu",
            title=f"{meeting.name}：{part.function.name}",
            start=part.function.start_at,
            end=part.function.end_at,
            sequence=part.function.revision,
            location=" ".join(filter(None, (place, part.function.space.name if part.function.space else ""))),
        )
        for part in shown.order_by("function__start_at")
    ]
    whole = CalendarEvent(
        uid=f"{meeting.pk}-{row.pk}@huiwu",
        title=meeting.name,
        start=meeting.start_on,
        end=meeting.end_on,
        sequence=meeting.revision,
        location=place,
    )
    return events or [whole]
