"""Verbs of guests, split by what they are about."""

from huiwu.guests.services.following import ask_for_calls, follow_call, note_delivery
from huiwu.guests.services.letters import (
    link_of,
    links_of,
    make_letters,
    mark_posted,
    send_again,
    send_letters,
    void_letter,
)
from huiwu.guests.services.listing import GuestValues, add_guests, change_guest, hand_over, set_deadline
from huiwu.guests.services.moving import accept_changes, move_guest, note_attendance, note_contact, note_read
from huiwu.guests.services.replying import (
    Companion,
    Proxy,
    answer_invitation,
    name_companions,
    tell_diet,
    tell_more,
    tell_stay,
    tell_talk,
    tell_travel,
)
from huiwu.guests.services.texts import begin_invitation, propose_invitation, rename_invitation, save_invitation

__all__ = [
    "Companion",
    "GuestValues",
    "Proxy",
    "accept_changes",
    "add_guests",
    "answer_invitation",
    "ask_for_calls",
    "begin_invitation",
    "change_guest",
    "follow_call",
    "hand_over",
    "link_of",
    "links_of",
    "make_letters",
    "mark_posted",
    "move_guest",
    "name_companions",
    "note_attendance",
    "note_contact",
    "note_delivery",
    "note_read",
    "propose_invitation",
    "rename_invitation",
    "save_invitation",
    "send_again",
    "send_letters",
    "set_deadline",
    "tell_diet",
    "tell_more",
    "tell_stay",
    "tell_talk",
    "tell_travel",
    "void_letter",
]
