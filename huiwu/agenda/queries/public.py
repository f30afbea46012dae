"""The version in force as the public reads it: no internal items, no equipment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from huiwu.agenda.choices import ItemKind, SpeakerRole
from huiwu.agenda.documents import zone_of
from huiwu.agenda.models import Agenda
from huiwu.agenda.words import day_words, is_english, notable_languages, person_words, span_words, title_of
from huiwu.documents.models import Version

QUIET = (ItemKind.COFFEE_BREAK, ItemKind.MEAL, ItemKind.TURNOVER, ItemKind.GROUP_PHOTO)


@dataclass(frozen=True, slots=True)
class Shown:
    """An item as a reader sees it."""

    id: str
    when: str
    title: str
    summary: str
    space: str
    track: str
    languages: str
    is_interpreted: bool
    is_quiet: bool
    people: list[tuple[str, str]]


def public_agenda(row: Agenda, version: Version, track: str) -> dict[str, Any]:
    """Days with their items, tracks to choose from; `track` keeps one line and what belongs to all."""
    content, english = version.content, is_english()
    zone = zone_of(content)
    days, tracks = [], dict[str, str]()
    for day in content["days"]:
        shown = []
        for item in day["items"]:
            if item["internal"]:
                continue
            if item["track"]:
                tracks[item["track"]] = (english and item["track_en"]) or item["track"]
            if not track or item["track"] in ("", track):
                shown.append(_shown(item, zone, english))
        if shown:
            on = date.fromisoformat(day["on"])
            days.append((on, day_words(on), shown))
    return {
        "meeting": row.meeting,
        "name": (english and row.meeting.name_en) or row.meeting.name,
        "introduction": (english and row.introduction_en) or row.introduction,
        "sender": row.meeting.org.name,
        "version": version,
        "days": days,
        "tracks": list(tracks.items()),
        "track": track,
    }


def _shown(item: dict[str, Any], zone: Any, english: bool) -> Shown:
    return Shown(
        id=item["id"].replace(":", "-"),
        when=span_words(datetime.fromisoformat(item["starts_at"]), item["minutes"], zone),
        title=title_of(item),
        summary=item["summary"],
        space=item["space"],
        track=(english and item["track_en"]) or item["track"],
        languages=notable_languages(item["languages"]),
        is_interpreted=item["needs_interpretation"],
        is_quiet=item["kind"] in QUIET,
        people=[(str(SpeakerRole(s["role"]).label), person_words(s)) for s in item["speakers"]],
    )
