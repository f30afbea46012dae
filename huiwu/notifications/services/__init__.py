"""Verbs of notifications, split by what they are about."""

from huiwu.notifications.services.choosing import set_preferences, set_quiet_hours, set_reminder_rules
from huiwu.notifications.services.reading import mark_all_read, mark_read
from huiwu.notifications.services.reminding import remind, send_digests
from huiwu.notifications.services.sending import deliver, repeat_delivery, send_stranded
from huiwu.notifications.services.writing import Item, Recipient, mail_link, tell, write_message

__all__ = [
    "Item",
    "Recipient",
    "deliver",
    "mail_link",
    "mark_all_read",
    "mark_read",
    "remind",
    "repeat_delivery",
    "send_digests",
    "send_stranded",
    "set_preferences",
    "set_quiet_hours",
    "set_reminder_rules",
    "tell",
    "write_message",
]
