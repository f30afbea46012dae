"""Which way a message takes: by its channel and its organisation's settings; made once for a worker's turn."""

from __future__ import annotations

from contextlib import ExitStack
from types import TracebackType
from typing import Any
from uuid import UUID

from huiwu.foundation.secrets import unseal
from huiwu.notifications.choices import OutsideChannel, OutsideWhy
from huiwu.notifications.models import Bot, OutsideDelivery, OutsideSettings, SmsTemplate
from huiwu.notifications.outside.bots import BotWay
from huiwu.notifications.outside.email import EmailWay
from huiwu.notifications.outside.keeping import KeepingWay
from huiwu.notifications.outside.sms import SMS_WAYS, SmsAccount

SEAL = "notifications.sms"


class Ways:
    """Open for one turn; closes every connection at its end."""

    def __init__(self) -> None:
        self.stack = ExitStack()
        self.open: dict[tuple[UUID, str, str], Any] = {}
        self.settings: dict[UUID, OutsideSettings] = {}
        self.templates: dict[UUID, dict[str, str]] = {}
        self.bots: dict[str, Bot | None] = {}

    def __enter__(self) -> Ways:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stack.close()

    def to(self, delivery: OutsideDelivery) -> Any:
        """The way of this message's channel, for its organisation (or its group chat)."""
        key = (delivery.org_id, delivery.channel, delivery.to if delivery.channel == OutsideChannel.BOT else "")
        if key not in self.open:
            self.open[key] = self.stack.enter_context(self._way(delivery))
        return self.open[key]

    def missing(self, delivery: OutsideDelivery) -> str:
        """Why it cannot go at all, or nothing."""
        own = self._settings(delivery.org_id)
        if delivery.channel == OutsideChannel.BOT:
            bot = self._bot(delivery)
            return "" if bot is not None and bot.is_on else OutsideWhy.BOT_OFF
        if delivery.channel == OutsideChannel.SMS and own.sms_provider and not own.is_test:
            return "" if self._templates(delivery.org_id).get(delivery.template) else OutsideWhy.NO_TEMPLATE
        return ""

    def _way(self, delivery: OutsideDelivery) -> Any:
        own = self._settings(delivery.org_id)
        if delivery.channel == OutsideChannel.EMAIL:
            return EmailWay(is_test=own.is_test)
        if own.is_test:
            return KeepingWay()
        bot = self._bot(delivery) if delivery.channel == OutsideChannel.BOT else None
        if bot is not None:
            return BotWay(bot)
        if delivery.channel == OutsideChannel.SMS and own.sms_provider:
            return SMS_WAYS[own.sms_provider](self._account(own))
        return KeepingWay()

    def _account(self, own: OutsideSettings) -> SmsAccount:
        return SmsAccount(
            own.sms_key_id,
            unseal(own.sms_secret, SEAL),
            own.sms_sign,
            own.sms_app_id,
            own.sms_region,
            self._templates(own.org_id),
        )

    def _templates(self, org_id: UUID) -> dict[str, str]:
        if org_id not in self.templates:
            rows = SmsTemplate.objects.filter(org_id=org_id, is_approved=True).exclude(provider_id="")
            self.templates[org_id] = dict(rows.values_list("code", "provider_id"))
        return self.templates[org_id]

    def _bot(self, delivery: OutsideDelivery) -> Bot | None:
        if delivery.to not in self.bots:
            self.bots[delivery.to] = Bot.objects.filter(pk=delivery.to, org_id=delivery.org_id).first()
        return self.bots[delivery.to]

    def _settings(self, org_id: UUID) -> OutsideSettings:
        if org_id not in self.settings:
            found = OutsideSettings.objects.filter(org_id=org_id).first()
            self.settings[org_id] = found or OutsideSettings(org_id=org_id)
        return self.settings[org_id]
