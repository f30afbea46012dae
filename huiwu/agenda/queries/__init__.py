"""Nouns of the agenda."""

from huiwu.agenda.queries.content import agenda_content, released, released_content
from huiwu.agenda.queries.parts import Part, items_without_speaker, parts_of, speaker_ids
from huiwu.agenda.queries.programme import (
    agenda_of,
    conflicts,
    figures_of,
    frames_of,
    item_for,
    items_of,
    programme,
    resources_of,
    tracks_of,
)

__all__ = [
    "Part",
    "agenda_content",
    "agenda_of",
    "conflicts",
    "figures_of",
    "frames_of",
    "item_for",
    "items_of",
    "items_without_speaker",
    "parts_of",
    "programme",
    "released",
    "released_content",
    "resources_of",
    "speaker_ids",
    "tracks_of",
]
