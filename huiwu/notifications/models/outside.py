"""What goes to people without an account and to group chats: deliveries, the ways out, and who wants none."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from huiwu.accounts.models import Organisation
from huiwu.foundation.models import BaseModel, revision_field
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting
from huiwu.notifications.choices import (
    BotProvider,
    OutsideChannel,
    OutsideState,
    OutsideWhy,
    SmsProvider,
    SuppressionReason,
)


class OutsideDelivery(BaseModel):
    """One message to one address: `to` is an e-mail address, a number in E.164, or the id of a bot.

    `key` makes it unique: the same occasion never goes out twice. `body` is the whole text, with `{holes}` for the
    values of `sealed`: links with tokens and codes, under lock and wiped once it has gone out. `variables` are those of
    a registered SMS text, as pairs in their order. `about_kind`, `about_id` name what it is about for higher capabilities.
    """

    key = models.CharField(max_length=200, unique=True)
    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    meeting = models.ForeignKey(Meeting, null=True, on_delete=models.CASCADE, related_name="outside_deliveries")
    channel = models.CharField(max_length=8, choices=OutsideChannel.choices)
    to = models.CharField(max_length=254)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=10, default="zh-hans")
    subject = models.CharField(max_length=250, blank=True)
    body = models.TextField(blank=True)
    template = models.CharField(max_length=60, blank=True)
    variables = models.JSONField(default=list)
    sealed = models.TextField(blank=True)
    attachments = models.JSONField(default=list)
    is_essential = models.BooleanField(default=False)
    about_kind = models.CharField(max_length=60, blank=True)
    about_id = models.UUIDField(null=True)
    state = models.CharField(max_length=10, choices=OutsideState.choices, default=OutsideState.QUEUED)
    why = models.CharField(max_length=16, choices=OutsideWhy.choices, blank=True)
    answer = models.TextField(blank=True)
    provider = models.CharField(max_length=10, blank=True)
    provider_id = models.CharField(max_length=120, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before_at = models.DateTimeField(default=clock.now)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["channel", "not_before_at"], name="outside_to_send", condition=Q(state=OutsideState.QUEUED)
            ),
            models.Index(fields=["claimed_at"], name="outside_in_hand", condition=Q(state=OutsideState.SENDING)),
            models.Index(fields=["about_kind", "about_id"], name="outside_by_subject"),
            models.Index(fields=["meeting", "-created_at"], name="outside_by_meeting"),
            models.Index(fields=["provider_id"], name="outside_by_receipt", condition=~Q(provider_id="")),
        ]

    @property
    def is_over(self) -> bool:
        return self.state not in (OutsideState.QUEUED, OutsideState.SENDING)

    @property
    def has_failed(self) -> bool:
        return self.state in (OutsideState.FAILED, OutsideState.SUPPRESSED)


class OutsideSettings(BaseModel):
    """An organisation's ways out. While `is_test`, nothing leaves: all is kept on the mailbox page.

    `report_token` is the last part of the address at which the SMS provider reports what was delivered.
    """

    org = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="outside_settings")
    is_test = models.BooleanField(default=False)
    sms_provider = models.CharField(max_length=10, choices=SmsProvider.choices, blank=True)
    sms_key_id = models.CharField(max_length=120, blank=True)
    sms_secret = models.TextField(blank=True)
    sms_sign = models.CharField(max_length=40, blank=True)
    sms_app_id = models.CharField(max_length=40, blank=True)
    sms_region = models.CharField(max_length=40, blank=True)
    report_token = models.CharField(max_length=64, unique=True)
    revision = revision_field()


class SmsTemplate(BaseModel):
    """A text that the provider has approved, under our `code`; `text` has `{names}` in the provider's order."""

    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="sms_templates")
    code = models.CharField(max_length=60)
    title = models.CharField(max_length=120)
    text = models.CharField(max_length=500)
    provider_id = models.CharField(max_length=40, blank=True)
    is_approved = models.BooleanField(default=False)
    revision = revision_field()

    class Meta:
        ordering: ClassVar = ["code"]
        constraints = [models.UniqueConstraint(fields=["org", "code"], name="one_sms_text_per_code")]


class Bot(BaseModel):
    """The bot of a group chat: of one meeting, or of the organisation. Its address is a secret and kept sealed.

    `tells` are the groups of messages (notifications.choices.Group) that the chat hears of.
    """

    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="bots")
    meeting = models.ForeignKey(Meeting, null=True, on_delete=models.CASCADE, related_name="bots")
    name = models.CharField(max_length=80)
    provider = models.CharField(max_length=10, choices=BotProvider.choices)
    webhook = models.TextField()
    secret = models.TextField(blank=True)
    tells: Any = models.JSONField(default=list)
    is_on = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["name"]


class Bucket(models.Model):
    """How much may still be sent at once under one limit of a provider: shared by all processes through this row."""

    key = models.CharField(max_length=120, primary_key=True)
    tokens = models.FloatField()
    filled_at = models.DateTimeField()


class Suppression(BaseModel):
    """An address that is not to be written to. Only its hash and a masked form are kept, so it outlives erasure."""

    org = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=8, choices=OutsideChannel.choices)
    address_hash = models.CharField(max_length=64)
    shown = models.CharField(max_length=120)
    reason = models.CharField(max_length=12, choices=SuppressionReason.choices)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["org", "channel", "address_hash"], name="one_suppression_per_address")
        ]
