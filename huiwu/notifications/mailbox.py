"""The mail of an installation without a mail server: kept, and shown on the mailbox page instead of being sent."""

from __future__ import annotations

from collections.abc import Sequence
from email.header import decode_header, make_header
from email.utils import parseaddr
from uuid import UUID

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from huiwu.accounts.models import Organisation
from huiwu.notifications.models import KeptMail

SHOWN_HEADERS = ("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted")


class KeepMail(BaseEmailBackend):
    """Django's EMAIL_BACKEND while HUIWU_SMTP_HOST is not set. Keeping the same Message-ID twice keeps one."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        return sum(self._keep(mail) for mail in email_messages)

    def _keep(self, mail: EmailMessage) -> int:
        built = mail.message()
        html = [str(part) for part, kind in getattr(mail, "alternatives", []) if kind == "text/html"]
        values = {
            "org_id": _org(mail.extra_headers.get("X-Huiwu-Org", "")),
            "sender": mail.from_email,
            "subject": mail.subject[:300],
            "text": mail.body,
            "html": html[0] if isinstance(mail, EmailMultiAlternatives) and html else "",
            "headers": {name: _readable(str(built[name])) for name in SHOWN_HEADERS if built[name]},
        }
        key = str(built["Message-ID"])[:160]
        for reader in mail.recipients():
            to = parseaddr(reader)[1] or reader
            KeptMail.objects.update_or_create(message_id=f"{key} {to}"[:200], defaults={**values, "to": to})
        return 1


def _readable(header: str) -> str:
    """Without the encoding of RFC 2047, as a mail program shows it."""
    return str(make_header(decode_header(header)))


def _org(text: str) -> UUID | None:
    if not text:
        return None
    return Organisation.objects.filter(pk=text).values_list("pk", flat=True).first()
