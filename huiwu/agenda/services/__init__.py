"""Verbs of the agenda, split by what they are about."""

from huiwu.agenda.services.items import (
    add_item,
    align_items,
    change_item,
    move_item,
    remove_item,
    reorder_items,
)
from huiwu.agenda.services.lists import ResourceValues, TrackValues, set_resources, set_tracks
from huiwu.agenda.services.quoting import quote_version, renew_quote, withdraw_quote
from huiwu.agenda.services.releasing import propose_agenda, send_agenda_for_signature, set_public_page
from huiwu.agenda.services.standards import set_standards
from huiwu.agenda.services.telling import list_those_to_tell, mark_told, told_in_app
from huiwu.agenda.values import ItemValues, SpeakerValues, UseValues

__all__ = [
    "ItemValues",
    "ResourceValues",
    "SpeakerValues",
    "TrackValues",
    "UseValues",
    "add_item",
    "align_items",
    "change_item",
    "list_those_to_tell",
    "mark_told",
    "move_item",
    "propose_agenda",
    "quote_version",
    "remove_item",
    "renew_quote",
    "reorder_items",
    "send_agenda_for_signature",
    "set_public_page",
    "set_resources",
    "set_standards",
    "set_tracks",
    "told_in_app",
    "withdraw_quote",
]
