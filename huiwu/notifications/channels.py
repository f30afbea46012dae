"""Ways out. Each adapter hands one message to the outside and says what the other side answered.

A further channel (group bot, SMS) is one more adapter in `ADAPTERS`, tested against a loopback server of its protocol.
"""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from email.utils import formataddr
from typing import Literal, Protocol
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import override

from huiwu.accounts.services import url_of
from huiwu.notifications.choices import Channel, Group
from huiwu.notifications.models import Delivery
from huiwu.notifications.rules import is_permanent


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is to be sent, complete: `id` stays the same when it is tried again."""

    id: UUID
    to: str
    name: str
    subject: str
    text: str
    html: str
    org_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """`temporary`: try again later; `permanent`: never will. `answer` is the other side's own words."""

    state: Literal["sent", "temporary", "permanent"]
    answer: str = ""


class Adapter(Protocol):
    def send(self, outgoing: Outgoing) -> Outcome: ...


def message_id(delivery_id: UUID) -> str:
    """The same for every attempt, so that the reader's server and people can tell a duplicate (RFC 5322 3.6.4)."""
    return f"<{delivery_id}@{urlsplit(settings.BASE_URL).hostname or 'huiwu.invalid'}>"


def outgoing_of(delivery: Delivery) -> Outgoing:
    """The delivery's message with both of its parts, in the reader's language, links in full."""
    message = delivery.message
    sections = [
        (section, [{**line, "url": url_of(line["url"]) if line["url"] else ""} for line in lines])
        for section, lines in message.sections
    ]
    context = {
        "message": message,
        "sections": sections,
        "url": message.secret_url or (url_of(message.url) if message.url else ""),
        "settings_url": "" if message.group == Group.ACCESS else url_of("/account/notifications/"),
    }
    with override(message.language):
        text = render_to_string("notifications/mail.txt", context).strip() + "\n"
        html = render_to_string("notifications/mail.html", context)
    name = message.reader_name if message.user or message.name else ""
    return Outgoing(delivery.pk, delivery.address, name, message.subject, text, html, message.org_id)


class EmailAdapter:
    """SMTP, or the mailbox when no server is set (`EMAIL_BACKEND`)."""

    def send(self, outgoing: Outgoing) -> Outcome:
        """Never raises for what a mail server or the network can do."""
        try:
            self._mail(outgoing).send()
        except (smtplib.SMTPException, OSError) as fault:
            return outcome_of_mail(fault)
        return Outcome("sent")

    def _mail(self, outgoing: Outgoing) -> EmailMultiAlternatives:
        headers = {
            "Message-ID": message_id(outgoing.id),
            "Auto-Submitted": "auto-generated",
            "X-Huiwu-Org": str(outgoing.org_id or ""),
        }
        mail = EmailMultiAlternatives(
            subject=" ".join(outgoing.subject.split()),
            body=outgoing.text,
            to=[formataddr((" ".join(outgoing.name.split()), outgoing.to)) if outgoing.name else outgoing.to],
            headers=headers,
        )
        mail.attach_alternative(outgoing.html, "text/html")
        return mail


def outcome_of_mail(fault: smtplib.SMTPException | OSError) -> Outcome:
    """What a failure of a mail server or the network means for the message."""
    match fault:
        case smtplib.SMTPRecipientsRefused():
            code, answer = next(iter(fault.recipients.values()))
            return _refused(code, answer)
        case smtplib.SMTPAuthenticationError():  # our own setting is wrong, not this message
            return Outcome("temporary", _words(fault.smtp_code, fault.smtp_error))
        case smtplib.SMTPResponseException():
            return _refused(fault.smtp_code, fault.smtp_error)
        case smtplib.SMTPNotSupportedError():
            return Outcome("permanent", str(fault))
    return Outcome("temporary", f"{type(fault).__name__}: {fault}")


def _refused(code: int, answer: bytes | str) -> Outcome:
    return Outcome("permanent" if is_permanent(code) else "temporary", _words(code, answer))


def _words(code: int, answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return f"{code} {text}"[:1000]


ADAPTERS: dict[str, Adapter] = {Channel.EMAIL: EmailAdapter()}
