"""Mail that comes back: read from what mail servers really send (RFC 3464), by the hook and from the mailbox."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import override_settings

from huiwu.foundation.models import FactRecord
from huiwu.notifications.channels import message_id
from huiwu.notifications.models import OutsideDelivery, Suppression
from huiwu.notifications.outside.bounces import bounces_in
from huiwu.notifications.services import read_returns, set_outside
from tests.notifications.outside.conftest import state_of

RETURNED = """\
Return-Path: <>
From: MAILER-DAEMON@mx.example.test (Mail Delivery System)
To: huiwu@example.test
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"
Message-Id: <20270201@mx.example.test>

--b1
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.test.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.test
Arrival-Date: Mon,  1 Feb 2027 12:00:00 +0800 (CST)

Final-Recipient: rfc822; zhang@example.test
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} <zhang@example.test>: Recipient address
    rejected: User unknown

--b1
Content-Type: {kind}

{head}Message-ID: {message_id}
Subject: =?utf-8?b?6YKA6K+35Ye9?=
To: zhang@example.test

--b1--
"""


def returned(
    delivery: OutsideDelivery, *, action: str = "failed", status: str = "5.1.1", kind: str = "message/rfc822"
) -> bytes:
    head = "From: huiwu@example.test\n"
    text = RETURNED.format(action=action, status=status, kind=kind, head=head, message_id=message_id(delivery.pk))
    return text.replace("\n", "\r\n").encode()


@pytest.fixture
def sent(post: Any) -> OutsideDelivery:
    delivery: OutsideDelivery = post(about_kind="notice.recipient")
    OutsideDelivery.objects.update(state="sent")
    return delivery


@pytest.fixture
def hook(cast: Any) -> str:
    own = set_outside(actor=cast.actor("owner"), org_id=cast.org.pk, revision=1, values={"is_test": True})
    return f"/hooks/bounces/{own.report_token}/"


def given(client: Any, hook: str, raw: bytes) -> int:
    count: int = client.post(hook, raw, content_type="message/rfc822").json()["count"]
    return count


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_a_returned_mail_fails_its_delivery_once_and_its_address_rests(client, hook, sent, kind) -> None:
    assert [given(client, hook, returned(sent, kind=kind)) for _again in range(2)] == [1, 0]
    assert state_of(sent) == ("failed", "refused")
    assert "User unknown" in sent.answer
    assert FactRecord.objects.filter(kind="outside_failed").count() == 1
    row = Suppression.objects.get()
    assert (row.reason, "zhang@example.test" in row.note) == ("bounced", False)


def test_a_full_mailbox_fails_this_mail_but_the_next_one_goes(client, hook, sent) -> None:
    assert given(client, hook, returned(sent, status="5.2.2")) == 1
    assert (state_of(sent), Suppression.objects.count()) == (("failed", "refused"), 0)


@pytest.mark.parametrize("action", ["delayed", "expanded"])
def test_a_delay_is_no_failure(client, hook, sent, action) -> None:
    assert given(client, hook, returned(sent, action=action, status="4.4.7")) == 0
    assert state_of(sent) == ("sent", "")


def test_a_receipt_says_it_was_delivered(client, hook, sent) -> None:
    given(client, hook, returned(sent, action="delivered", status="2.0.0"))
    assert state_of(sent) == ("delivered", "")


def test_other_mail_and_other_organisations_mail_change_nothing(cast, client, hook, sent) -> None:
    assert given(client, hook, b"From: a@b.cn\r\nSubject: hi\r\n\r\nhello") == 0
    assert given(client, hook, b"\xff\xfe\x00 not a mail") == 0
    OutsideDelivery.objects.update(org=cast.other_org)
    assert given(client, hook, returned(sent)) == 0
    assert client.post("/hooks/bounces/wrong/", b"x", content_type="message/rfc822").status_code == 404


def test_what_was_read_stays_read(client, hook, sent) -> None:
    OutsideDelivery.objects.update(state="read")
    assert given(client, hook, returned(sent)) == 0
    assert state_of(sent) == ("read", "")


def test_a_mail_of_ours_is_known_by_its_message_id_alone(sent) -> None:
    raw = returned(sent).replace(b"--b1\r\nContent-Type: message/rfc822", b"--b1\r\nContent-Type: text/plain")
    answered = b"In-Reply-To: " + message_id(sent.pk).encode() + b"\r\n" + raw
    assert [one.delivery_id for one in bounces_in(answered)] == [sent.pk]


class Imap(socketserver.StreamRequestHandler):
    """As much of RFC 3501 as reading an inbox takes."""

    mails: dict[int, bytes] = {}
    seen: set[int] = set()

    def handle(self) -> None:
        self.say(b"* OK ready")
        for line in self.rfile:
            tag, verb, *rest = line.decode().split()
            self.answer(verb.upper(), rest)
            self.say(f"{tag} OK done".encode())
            if verb.upper() == "LOGOUT":
                return

    def answer(self, verb: str, rest: list[str]) -> None:
        if verb == "CAPABILITY":
            self.say(b"* CAPABILITY IMAP4rev1")
        elif verb == "SELECT":
            self.say(f"* {len(self.mails)} EXISTS".encode())
        elif verb == "SEARCH":
            self.say(b"* SEARCH " + b" ".join(str(n).encode() for n in self.mails if n not in self.seen))
        elif verb == "FETCH":
            raw = self.mails[int(rest[0])]
            self.say(f"* {rest[0]} FETCH (BODY[] {{{len(raw)}}}".encode())
            self.wfile.write(raw + b")\r\n")
        elif verb == "STORE":
            self.seen.add(int(rest[0]))
        elif verb == "LOGOUT":
            self.say(b"* BYE")

    def say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")


@pytest.fixture
def mailbox() -> Iterator[type[Imap]]:
    kind = type("Inbox", (Imap,), {"mails": {}, "seen": set()})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), kind) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with override_settings(IMAP_HOST="127.0.0.1", IMAP_PORT=server.server_address[1], IMAP_TLS="none"):
            yield kind
        server.shutdown()


def test_the_mailbox_is_read_and_only_returned_mail_is_marked(mailbox, sent) -> None:
    mailbox.mails.update({1: b"Subject: hello\r\n\r\nfrom a person", 2: returned(sent)})
    assert (read_returns(), read_returns()) == (1, 0)
    assert mailbox.seen == {2}
    assert state_of(sent) == ("failed", "refused")


def test_without_a_mailbox_nothing_is_read(db) -> None:
    assert read_returns() == 0
