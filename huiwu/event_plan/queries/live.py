"""Live data of every capability, gathered for one meeting's event plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation

from huiwu.documents.blocks import Block
from huiwu.documents.stored_blocks import lines_of, restored, stored
from huiwu.event_plan import rules
from huiwu.foundation.registry.plan_sections import PLAN_SECTIONS
from huiwu.meetings.models import Meeting


def live_of(meeting: Meeting) -> dict[str, list[dict[str, Any]]]:
    """Section → its parts as they are now, in the meeting's language, as plain values that a version can keep."""
    found: dict[str, list[dict[str, Any]]] = {}
    with translation.override(meeting.language):
        for part in PLAN_SECTIONS:
            blocks = part.live(meeting)
            if blocks:
                kept = {
                    "title": str(part.title),
                    "fills": part.fills,
                    "gives_way": part.gives_way,
                    "blocks": stored(blocks),
                }
                found.setdefault(part.code, []).append(kept)
    return found


def with_live(meeting: Meeting, content: Mapping[str, Any]) -> dict[str, Any]:
    """The content with live data as it is now; a section that still says the same keeps the drawing it had."""
    now = {"live": live_of(meeting)}
    for code, parts in (content.get("live") or {}).items():
        if code in now["live"] and live_lines(content, code) == live_lines(now, code):
            now["live"][code] = parts
    return {**content, **now}


@dataclass(frozen=True, slots=True)
class LiveSource:
    """Live data of a section as the editor shows it, and where it is edited."""

    title: str
    url: str
    blocks: tuple[Block, ...]


def sources_of(meeting: Meeting, section: str) -> list[LiveSource]:
    """What brings live data to a section of this meeting; also parts that have none yet, so that one finds where to go."""
    found = []
    for part in PLAN_SECTIONS:
        if part.code == section:
            url = part.url(meeting) if part.url else ""
            found.append(LiveSource(str(part.title), url, tuple(part.live(meeting) or ())))
    return found


def live_lines(content: Mapping[str, Any], section: str) -> list[str]:
    """Live data of a section in words, line by line."""
    parts = rules.live_parts(content, section)
    return [line for part in parts for line in lines_of(restored(part["blocks"]))]


def outdated_sections(meeting: Meeting, content: Mapping[str, Any]) -> list[str]:
    """Sections whose live data no longer says what the content keeps."""
    now = with_live(meeting, content)
    codes = dict.fromkeys([*(content.get("live") or {}), *now["live"]])
    return [code for code in codes if live_lines(content, code) != live_lines(now, code)]
