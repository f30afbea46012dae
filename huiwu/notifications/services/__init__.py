"""Verbs of notifications, split by what they are about."""

from huiwu.notifications.services.bouncing import read_returns, take_bounce
from huiwu.notifications.services.choosing import set_preferences, set_quiet_hours, set_reminder_rules
from huiwu.notifications.services.going_out import (
    erase_outside,
    keep_sending,
    mark_delivered,
    mark_undelivered,
    send_due,
    withdraw_outside,
)
from huiwu.notifications.services.going_out import mark_read as mark_outside_read
from huiwu.notifications.services.leaving import release_address, suppress_address, unsubscribe
from huiwu.notifications.services.outside import Letter, send_outside, send_outside_many
from huiwu.notifications.services.reading import mark_all_read, mark_read
from huiwu.notifications.services.reminding import remind, send_digests
from huiwu.notifications.services.sending import deliver, repeat_delivery, send_stranded
from huiwu.notifications.services.ways import (
    add_bot,
    change_bot,
    remove_bot,
    save_sms_template,
    set_outside,
    take_report,
)
from huiwu.notifications.services.writing import Item, Recipient, mail_link, tell, write_message

__all__ = [
    "Item",
    "Letter",
    "Recipient",
    "add_bot",
    "change_bot",
    "deliver",
    "erase_outside",
    "keep_sending",
    "mail_link",
    "mark_all_read",
    "mark_delivered",
    "mark_outside_read",
    "mark_read",
    "mark_undelivered",
    "read_returns",
    "release_address",
    "remind",
    "remove_bot",
    "repeat_delivery",
    "save_sms_template",
    "send_digests",
    "send_due",
    "send_outside",
    "send_outside_many",
    "send_stranded",
    "set_outside",
    "set_preferences",
    "set_quiet_hours",
    "set_reminder_rules",
    "suppress_address",
    "take_bounce",
    "take_report",
    "tell",
    "unsubscribe",
    "withdraw_outside",
    "write_message",
]
