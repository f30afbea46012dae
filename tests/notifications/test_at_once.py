"""Two workers at the same thing: each thing is told and sent once; a worker killed in between sends again, recognisably."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.registry.messages import Due
from huiwu.kernel import clock
from huiwu.notifications.channels import ADAPTERS, EmailAdapter, Outcome, Outgoing
from huiwu.notifications.choices import Channel
from huiwu.notifications.models import DigestSent, Message
from huiwu.notifications.services import Item, deliver, send_digests, tell
from tests.cast import assemble
from tests.mailbox import Mailbox
from tests.notifications.conftest import NOON
from tests.stand import ROOT, Stand

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(db: None) -> Any:
    return assemble()


def twice(work: Callable[[], Any]) -> list[Any]:
    """Run in two threads, begun together; what each returned, in any order."""
    gate, answers = Barrier(2), []

    def run() -> None:
        try:
            with clock.at(NOON):
                gate.wait(5)
                answers.append(work())
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return answers


def test_of_two_workers_one_sends(cast, write, mailbox):
    pk = write().deliveries.get(channel="email").pk
    answers = twice(lambda: deliver(delivery_id=pk))
    assert sorted(answer is None for answer in answers) == [False, True]
    assert len(mailbox.messages) == 1


def test_without_the_claim_both_would_send(cast, write, mailbox):
    """The race is there: the adapter itself knows nothing of who else is sending."""
    delivery = write().deliveries.get(channel="email")
    outgoing = Outgoing(delivery.pk, delivery.address, "陈策", "提醒", "正文", "<p>正文</p>")
    assert twice(lambda: ADAPTERS[Channel.EMAIL].send(outgoing)) == [Outcome("sent")] * 2
    assert len(mailbox.messages) == 2
    assert isinstance(ADAPTERS[Channel.EMAIL], EmailAdapter)


def test_of_two_workers_one_tells(cast):
    items = [Item(key=f"due:{n}", label=f"事项 {n}") for n in range(3)]
    answers = twice(
        lambda: tell(actor=SYSTEM, kind="notifications.due", user=cast.planner, items=items, meeting=cast.meeting)
    )
    told = [line["label"] for answer in answers if answer is not None for line in answer.lines]
    assert sorted(told) == ["事项 0", "事项 1", "事项 2"]


def test_of_two_workers_one_writes_the_digest(cast, dues):
    due = Due(key="s", meeting=cast.meeting, label="P04", url="/", person_id=cast.planner.pk, due_on=NOON.date())
    dues[:] = [due]
    assert sorted(twice(send_digests)) == [0, 1]
    assert (Message.objects.count(), DigestSent.objects.filter(user=cast.planner).count()) == (1, 1)


class Deadly(Mailbox):
    """Kills the sender after the whole message has come in and before it hears so."""

    victim: subprocess.Popen[bytes] | None = None

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        answer = await super().handle_DATA(server, session, envelope)
        if self.victim is not None:
            os.kill(self.victim.pid, signal.SIGKILL)
        return answer


@pytest.mark.slow
@pytest.mark.sqlite
def test_a_worker_killed_while_sending_is_followed_by_one_that_sends_under_the_same_id(tmp_path):
    box = Deadly()
    box.open()
    smtp = {"HUIWU_SMTP_HOST": "127.0.0.1", "HUIWU_SMTP_PORT": str(box.port), "HUIWU_SMTP_TLS": "none"}
    stand = Stand(tmp_path, more=smtp)
    stand.set_up()
    pk = stand.python(
        "from tests.cast import assemble\n"
        "from huiwu.foundation.actors import SYSTEM\n"
        "from huiwu.notifications.services import write_message\n"
        "cast = assemble()\n"
        "m = write_message(actor=SYSTEM, kind='meetings.cancelled', key='k', user=cast.planner, meeting=cast.meeting,"
        " values={'meeting': cast.meeting.name})\n"
        "print(m.deliveries.get(channel='email').pk)"
    )
    lead = "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'huiwu.config.settings'\nimport django; django.setup()\n"
    send = f"from huiwu.notifications.services import deliver; deliver(delivery_id='{pk}')"
    box.victim = subprocess.Popen([sys.executable, "-c", lead + send], env=stand.env, cwd=ROOT)
    assert box.victim.wait(30) == -signal.SIGKILL
    box.victim = None
    show = f"from huiwu.notifications.models import Delivery; print(Delivery.objects.get(pk='{pk}').state)"
    assert stand.python(show) == "sending"
    again = (
        "from datetime import timedelta\nfrom huiwu.kernel import clock\n"
        "from huiwu.notifications.services import send_stranded\n"
        "print(send_stranded())\n"
        "with clock.at(clock.now() + timedelta(minutes=11)):\n    print(send_stranded())"
    )
    assert stand.python(again) == "0\n1"
    assert stand.python(show) == "sent"
    box.close()
    assert [mail["Message-ID"] for mail in box.messages] == [f"<{pk}@127.0.0.1>"] * 2
