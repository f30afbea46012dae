"""What mail servers send back when a message does not arrive: delivery status notifications (RFC 3464, RFC 6522)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from uuid import UUID

OURS = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@[^<>\s]+>", re.IGNORECASE)
GONE = ("5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.4.4")
"""Enhanced status codes (RFC 3463) that say the address or its host does not exist: it is not written to again."""


@dataclass(frozen=True, slots=True)
class Bounce:
    """One recipient of one message of ours. `action`: failed, delayed, delivered, relayed, expanded."""

    delivery_id: UUID
    action: str
    status: str
    words: str

    @property
    def is_gone(self) -> bool:
        return self.action == "failed" and self.status in GONE


def bounces_in(raw: bytes) -> list[Bounce]:
    """What a returned mail says of messages of ours; empty for any other mail, and for what cannot be read."""
    mail = message_from_bytes(raw, policy=policy.default)
    status = next((part for part in mail.walk() if part.get_content_type() == "message/delivery-status"), None)
    delivery_id = _ours(mail)
    if status is None or delivery_id is None:
        return []
    return [_bounce(delivery_id, block) for block in _blocks(status) if block.get("Action")]


def _ours(mail: Message) -> UUID | None:
    """The Message-ID we gave it stands in the returned message, or in what the answer refers to."""
    for part in mail.walk():
        is_returned = part is not mail and part.get("Message-ID")
        if is_returned and (found := OURS.search(str(part["Message-ID"]))):
            return UUID(found[1])
        if part.get_content_type() == "text/rfc822-headers" and isinstance(part, EmailMessage):
            found = re.search(rf"^Message-ID:\s*{OURS.pattern}", str(part.get_content()), re.IGNORECASE | re.MULTILINE)
            if found:
                return UUID(found[1])
    said = " ".join(str(mail.get(name, "")) for name in ("In-Reply-To", "References", "X-Failed-Message-ID"))
    found = OURS.search(said)
    return UUID(found[1]) if found else None


def _blocks(status: Message) -> Iterator[Message]:
    """The fields of the message as a whole, then those of each recipient."""
    for block in status.get_payload() if status.is_multipart() else ():
        if isinstance(block, Message):
            yield block


def _bounce(delivery_id: UUID, block: Message) -> Bounce:
    status = re.search(r"\d\.\d{1,3}\.\d{1,3}", str(block.get("Status", "")))
    words = " ".join(str(block.get("Diagnostic-Code") or block.get("Status") or "").split())
    return Bounce(delivery_id, str(block["Action"]).strip().lower(), status[0] if status else "", words[:500])
