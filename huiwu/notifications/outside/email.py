"""E-mail to people without an account: one connection to the server for a whole batch."""

from __future__ import annotations

import smtplib
from email.utils import formataddr
from types import TracebackType
from typing import Any

from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.utils.translation import override

from huiwu.foundation.files import path_of
from huiwu.foundation.models import StoredFile
from huiwu.notifications.channels import Outcome, message_id, outcome_of_mail
from huiwu.notifications.models import OutsideDelivery
from huiwu.notifications.outside.answers import SENT, Answer
from huiwu.notifications.outside.suppressing import unsubscribe_url

KEEPING = "huiwu.notifications.mailbox.KeepMail"


class EmailWay:
    """SMTP, or the mailbox where no server is set or the organisation only tests (`is_test`)."""

    def __init__(self, *, is_test: bool) -> None:
        self.connection: Any = get_connection(KEEPING) if is_test else get_connection()
        self.provider = "kept" if is_test or _keeps(self.connection) else "smtp"

    def __enter__(self) -> EmailWay:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.connection.close()

    def send(self, delivery: OutsideDelivery, body: str) -> Answer:
        """Never raises for what a mail server or the network can do; after a fault the next mail opens a new connection."""
        try:
            if self.provider == "smtp" and self.connection.connection is None:
                self.connection.open()  # an own call: Django closes after each mail what it opened itself
            _mail(delivery, body, self.connection).send()
        except (smtplib.SMTPException, OSError) as fault:
            if not isinstance(fault, smtplib.SMTPRecipientsRefused):
                self.connection.connection = None
            return _answer(outcome_of_mail(fault))
        return SENT


def _keeps(connection: Any) -> bool:
    return not hasattr(connection, "connection")


def _answer(outcome: Outcome) -> Answer:
    return Answer(outcome.state, outcome.answer)


def _mail(delivery: OutsideDelivery, body: str, connection: Any) -> EmailMultiAlternatives:
    leave = "" if delivery.is_essential else unsubscribe_url(delivery)
    context = {"delivery": delivery, "body": body, "leave_url": leave, "org": delivery.org.name}
    with override(delivery.language):
        text = render_to_string("notifications/outside.txt", context).strip() + "\n"
        html = render_to_string("notifications/outside.html", context)
    name = " ".join(delivery.name.split())
    headers = {
        "Message-ID": message_id(delivery.pk),
        "Auto-Submitted": "auto-generated",
        "X-Huiwu-Org": str(delivery.org_id),
    }
    if leave:  # RFC 8058: one click in the reader's mail program
        headers |= {"List-Unsubscribe": f"<{leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    mail = EmailMultiAlternatives(
        subject=" ".join(delivery.subject.split()),
        body=text,
        to=[formataddr((name, delivery.to)) if name else delivery.to],
        headers=headers,
        connection=connection,
    )
    mail.attach_alternative(html, "text/html")
    for file in StoredFile.objects.filter(pk__in=delivery.attachments) if delivery.attachments else ():
        mail.attach(file.name, path_of(file.sha256).read_bytes(), file.media_type)
    return mail
