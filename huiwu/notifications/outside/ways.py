"""Which way a message takes: by its channel and its organisation's settings; made once for a worker's turn."""

from __future__ import annotations

from contextlib import ExitStack
from types import TracebackType
from typing import Any
from uuid import UUID

from huiwu.notifications.choices import OutsideChannel
from huiwu.notifications.models import OutsideDelivery, OutsideSettings
from huiwu.notifications.outside.email import EmailWay
from huiwu.notifications.outside.keeping import KeepingWay


class Ways:
    """Open for one turn; closes every connection at its end."""

    def __init__(self) -> None:
        self.stack = ExitStack()
        self.open: dict[tuple[UUID, str], Any] = {}
        self.settings: dict[UUID, OutsideSettings] = {}

    def __enter__(self) -> Ways:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stack.close()

    def to(self, delivery: OutsideDelivery) -> Any:
        """The way of this message's channel, for its organisation."""
        key = (delivery.org_id, delivery.channel)
        if key not in self.open:
            self.open[key] = self.stack.enter_context(self._way(delivery))
        return self.open[key]

    def _way(self, delivery: OutsideDelivery) -> Any:
        own = self._settings(delivery.org_id)
        if delivery.channel == OutsideChannel.EMAIL:
            return EmailWay(is_test=own.is_test)
        return KeepingWay()

    def missing(self, delivery: OutsideDelivery) -> str:
        """Why it cannot go at all, or nothing."""
        return ""

    def _settings(self, org_id: UUID) -> OutsideSettings:
        if org_id not in self.settings:
            found = OutsideSettings.objects.filter(org_id=org_id).first()
            self.settings[org_id] = found or OutsideSettings(org_id=org_id)
        return self.settings[org_id]
