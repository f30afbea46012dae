"""The mailbox that returned mail comes to, read over IMAP (RFC 3501). Other mail there is left as it is, unread."""

from __future__ import annotations

import imaplib
import re
from collections.abc import Callable
from types import TracebackType

from django.conf import settings

LARGEST, MOST = 1_000_000, 200
"""Bytes of a mail that is looked at, and unread mails of one turn."""


class ReturnedMail:
    """The unread mails of the inbox. Raises OSError and imaplib.IMAP4.error for what the server or the network does."""

    def __enter__(self) -> ReturnedMail:
        kind = imaplib.IMAP4_SSL if settings.IMAP_TLS == "ssl" else imaplib.IMAP4
        self.server = kind(settings.IMAP_HOST, settings.IMAP_PORT, timeout=settings.EMAIL_TIMEOUT)
        self.server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        self.server.select("INBOX")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.logout()

    def read(self, take: Callable[[bytes], int]) -> int:
        """Hand each unread mail to `take`; what it says was about ours is marked as read, the rest stays unread."""
        _answer, found = self.server.search(None, "UNSEEN", "SMALLER", str(LARGEST))
        numbers = bytes(found[0] or b"").split()[-MOST:] if found else []
        return sum(self._one(number.decode(), take) for number in numbers)

    def _one(self, number: str, take: Callable[[bytes], int]) -> int:
        _answer, parts = self.server.fetch(number, "(BODY.PEEK[])")
        raw = next((part[1] for part in parts if isinstance(part, tuple)), b"")
        if not re.search(rb"delivery-status", raw, re.IGNORECASE):
            return 0
        count = take(raw)
        if count:
            self.server.store(number, "+FLAGS", r"(\Seen)")
        return count
