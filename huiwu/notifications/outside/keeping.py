"""The way that leads nowhere: text messages and bot messages are kept on the mailbox page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType

from huiwu.notifications.models import KeptMail, OutsideDelivery
from huiwu.notifications.outside.answers import SENT, Answer


@dataclass(frozen=True, slots=True)
class Fitting:
    """The first `count` of the waiting messages as one text."""

    count: int
    text: str


class KeepingWay:
    """While an organisation tests, or has no provider. Keeping the same message twice keeps one."""

    provider = "kept"

    def __enter__(self) -> KeepingWay:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        return

    def send(self, delivery: OutsideDelivery, body: str) -> Answer:
        values = {
            "org_id": delivery.org_id,
            "channel": delivery.channel,
            "sender": "",
            "to": delivery.to,
            "subject": delivery.subject or body[:80],
            "text": body,
        }
        KeptMail.objects.update_or_create(message_id=f"{delivery.pk} {delivery.to}"[:200], defaults=values)
        return SENT

    def found(self, delivery: OutsideDelivery) -> Answer | None:
        return None

    def send_all(self, rows: Sequence[OutsideDelivery], fitting: Fitting) -> Answer:
        return self.send(rows[0], fitting.text)

    def fitting(self, waiting: Sequence[tuple[str, str]]) -> Fitting:
        return Fitting(len(waiting), "\n\n".join("\n".join(filter(None, pair)) for pair in waiting))
