"""Calendars, read back by a calendar library."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from huiwu.documents.render.ics import CalendarEvent, ics
from huiwu.documents.render.text import clean

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 2, 20, 1, tzinfo=UTC)
STARTS, ENDS = datetime(2026, 5, 18, 1, tzinfo=UTC), datetime(2026, 5, 18, 2, tzinfo=UTC)
OPENING = CalendarEvent("opening@huiwu", "开幕式", STARTS, ENDS, sequence=3)


def read(*events: CalendarEvent, zone: ZoneInfo = SHANGHAI) -> Calendar:
    return Calendar.from_ical(ics(events, name="论坛", zone=zone, stamped_at=NOW))


def test_an_instant_is_told_in_the_zone_of_the_venue():
    calendar = read(OPENING)
    event = calendar.walk("VEVENT")[0]
    assert event["DTSTART"].params["TZID"] == "Asia/Shanghai"
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (OPENING.start, OPENING.end)
    assert (str(event["UID"]), event["SEQUENCE"]) == ("opening@huiwu", 3)
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Asia/Shanghai"]


def test_the_zone_carries_summer_time():
    zone = read(OPENING, zone=BERLIN).walk("VTIMEZONE")[0]
    assert {part.name for part in zone.subcomponents} == {"STANDARD", "DAYLIGHT"}


def test_days_are_all_day_and_include_the_last():
    event = read(CalendarEvent("u", "布展", date(2026, 5, 17), date(2026, 5, 18))).walk("VEVENT")[0]
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (date(2026, 5, 17), date(2026, 5, 19))


def test_a_cancelled_entry_says_so():
    event = read(CalendarEvent("u", "晚宴", OPENING.start, OPENING.end, cancelled=True)).walk("VEVENT")[0]
    assert str(event["STATUS"]) == "CANCELLED"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120))
def test_any_text_reads_back(text):
    entry = CalendarEvent("u", text, OPENING.start, OPENING.end, location=text, description=text)
    event = read(entry).walk("VEVENT")[0]
    assert str(event["SUMMARY"]) == clean(text).replace("\n", " ")
    assert str(event.get("DESCRIPTION", "")) == clean(text)
