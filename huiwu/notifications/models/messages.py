"""Messages, their deliveries, what people chose, what was already told."""

from __future__ import annotations

from datetime import time
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from huiwu.accounts.models import Organisation
from huiwu.foundation.models import BaseModel
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting
from huiwu.notifications.choices import Channel, DeliveryState, Group, Why

USER = settings.AUTH_USER_MODEL


class Message(BaseModel):
    """One message to one reader: a user, or the e-mail `address` of somebody with a link and no account.

    Written in the reader's language. `key` makes it unique: the same occasion never tells the same reader twice.
    `lines` are those of a grouped message: section, label, detail, url (paths of ours). `secret_url` is an address with
    a token, kept only until the message is sent (`has_secret` stays). `asked_by` sent it by name.
    """

    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=60)
    group = models.CharField(max_length=12, choices=Group.choices)
    meeting = models.ForeignKey(Meeting, null=True, on_delete=models.CASCADE, related_name="messages")
    org = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(USER, null=True, on_delete=models.CASCADE, related_name="messages")
    address = models.EmailField(max_length=254, blank=True)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=10, default="zh-hans")
    subject = models.CharField(max_length=250)
    body = models.TextField()
    lines = models.JSONField(default=list)
    action = models.CharField(max_length=80, blank=True)
    url = models.CharField(max_length=500, blank=True)
    secret_url = models.CharField(max_length=500, blank=True)
    has_secret = models.BooleanField(default=False)
    asked_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]
        indexes = [
            models.Index(fields=["user", "-created_at"], name="message_by_reader"),
            models.Index(fields=["user"], name="message_unread", condition=Q(read_at=None)),
            models.Index(fields=["meeting", "-created_at"], name="message_by_meeting"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(user__isnull=False) | ~Q(address=""), name="message_has_a_reader")
        ]

    @property
    def sections(self) -> list[tuple[str, list[dict[str, str]]]]:
        """The lines by section, in their order."""
        found: dict[str, list[dict[str, str]]] = {}
        for line in self.lines:
            found.setdefault(line["section"], []).append(line)
        return list(found.items())

    @property
    def reader_name(self) -> str:
        return self.user.name if self.user is not None else self.name or self.address


class Delivery(BaseModel):
    """A message on one channel. Claimed by conditional update; what a dead worker left in `sending` is sent again
    under the same Message-ID, so that a duplicate can be told as one.
    """

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=12, choices=Channel.choices)
    address = models.CharField(max_length=254, blank=True)
    state = models.CharField(max_length=12, choices=DeliveryState.choices, default=DeliveryState.QUEUED)
    why = models.CharField(max_length=20, choices=Why.choices, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before_at = models.DateTimeField(default=clock.now)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "not_before_at"], name="delivery_to_send")]
        constraints = [models.UniqueConstraint(fields=["message", "channel"], name="one_delivery_per_channel")]

    @property
    def is_refused(self) -> bool:
        return self.state in (DeliveryState.FAILED, DeliveryState.GIVEN_UP)


class Preference(BaseModel):
    """A person's choice for one group of messages on one channel; without one, the kind decides."""

    user = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="message_preferences")
    group = models.CharField(max_length=12, choices=Group.choices)
    channel = models.CharField(max_length=12, choices=Channel.choices)
    is_on = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "group", "channel"], name="one_choice_per_channel")]


def every_day() -> list[int]:
    return list(range(7))


class QuietHours(BaseModel):
    """A person's rest: e-mail that is not urgent waits until it ends. Also their zone and the hour of the daily digest.

    `weekdays` are the days (Monday 0) on which rest begins; with `starts` after `ends` it lasts past midnight.
    """

    user = models.OneToOneField(USER, on_delete=models.CASCADE, related_name="quiet_hours")
    is_on = models.BooleanField(default=True)
    starts = models.TimeField(default=time(21))
    ends = models.TimeField(default=time(8))
    weekdays = models.JSONField(default=every_day)
    zone = models.CharField(max_length=50, default="Asia/Shanghai")
    digest_on = models.BooleanField(default=True)
    digest_time = models.TimeField(default=time(8, 30))


class DigestSent(BaseModel):
    """That a person's day was looked at for the digest, also when there was nothing to say."""

    user = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="one_digest_per_day")]


class Told(BaseModel):
    """That a person was told one thing: the guard that makes grouped messages tell each thing once."""

    user = models.ForeignKey(USER, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="told_once")]


def default_days_before() -> list[int]:
    return [3, 1, 0]


class ReminderRules(BaseModel):
    """When an organisation reminds and escalates, in calendar days around the due day."""

    org = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="reminder_rules")
    days_before = models.JSONField(default=default_days_before)
    owner_after_days = models.PositiveSmallIntegerField(default=1)
    leads_after_days = models.PositiveSmallIntegerField(default=3)


class KeptMail(BaseModel):
    """What would have been sent while no mail server (SMS service, bot) is set: shown on the mailbox page.

    `org` None for log-in mail. `channel` is a value of OutsideChannel; a text message or a bot's has no HTML.
    """

    channel = models.CharField(max_length=8, default="email")
    message_id = models.CharField(max_length=200, unique=True)
    org = models.ForeignKey(Organisation, null=True, on_delete=models.CASCADE, related_name="+")
    sender = models.CharField(max_length=254)
    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    headers: Any = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["-created_at"]
        indexes = [models.Index(fields=["to"], name="kept_mail_by_reader")]
