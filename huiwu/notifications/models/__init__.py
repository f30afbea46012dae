"""Columns of notifications: messages to people with an account, and what goes outside."""

from huiwu.notifications.models.messages import (
    Delivery,
    DigestSent,
    KeptMail,
    Message,
    Preference,
    QuietHours,
    ReminderRules,
    Told,
    default_days_before,
    every_day,
)
from huiwu.notifications.models.outside import (
    Bot,
    Bucket,
    OutsideDelivery,
    OutsideSettings,
    SmsTemplate,
    Suppression,
)

__all__ = [
    "Bot",
    "Bucket",
    "Delivery",
    "DigestSent",
    "KeptMail",
    "Message",
    "OutsideDelivery",
    "OutsideSettings",
    "Preference",
    "QuietHours",
    "ReminderRules",
    "SmsTemplate",
    "Suppression",
    "Told",
    "default_days_before",
    "every_day",
]
