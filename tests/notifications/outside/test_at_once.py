"""Two workers, and a worker that is killed: everybody is written to, nobody twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from huiwu.foundation.actors import SYSTEM
from huiwu.kernel import clock
from huiwu.notifications.models import OutsideDelivery
from huiwu.notifications.outside.limits import Rate, take
from huiwu.notifications.services import Letter, send_due, send_outside_many
from tests.cast import assemble
from tests.mailbox import Mailbox
from tests.notifications.conftest import NOON
from tests.stand import PATIENCE, ROOT, Stand

READERS = 40


class Deadly(Mailbox):
    """Kills the sender at the fifteenth message, after it has come in and before the sender hears so."""

    victim: subprocess.Popen[bytes] | None = None

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        answer = await super().handle_DATA(server, session, envelope)
        if self.victim is not None and len(self.messages) == 15:
            os.kill(self.victim.pid, signal.SIGKILL)
        return answer


def together(work: Any) -> list[Any]:
    """Run in two threads, begun together; what each returned."""
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
        thread.join(60)
    return answers


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_work_and_nobody_gets_two(mailbox):
    cast = assemble()
    letters = [
        Letter(key=f"k{n}", channel="email", to=f"r{n}@example.test", subject="s", body="b") for n in range(READERS)
    ]
    with clock.at(NOON):
        send_outside_many(actor=SYSTEM, meeting=cast.meeting, letters=letters)
    assert sum(together(send_due)) == READERS
    assert sorted(str(mail["To"]) for mail in mailbox.messages) == sorted(letter.to for letter in letters)
    assert set(OutsideDelivery.objects.values_list("state", flat=True)) == {"sent"}


@pytest.mark.django_db(transaction=True)
def test_two_processes_never_take_the_same_token():
    rate = Rate(7, 1)
    answers = together(lambda: [take("k", rate) is None for _ in range(10)])
    assert sum(sum(row) for row in answers) == 7


@pytest.mark.slow
@pytest.mark.sqlite
def test_sending_resumes_after_a_kill_without_a_gap_and_without_a_second_message(tmp_path):
    """The one in doubt goes out again under its own Message-ID, by which a mail server knows it for the same."""
    box = Deadly()
    smtp = {"HUIWU_SMTP_HOST": "127.0.0.1", "HUIWU_SMTP_PORT": str(box.port), "HUIWU_SMTP_TLS": "none"}
    stand = Stand(tmp_path, more=smtp)
    stand.set_up()
    box.open()
    try:
        stand.python(
            "from tests.cast import assemble\nfrom huiwu.foundation.actors import SYSTEM\n"
            "from huiwu.notifications.services import Letter, send_outside_many\ncast = assemble()\n"
            f"letters = [Letter(key=f'k{{n}}', channel='email', to=f'r{{n}}@example.test', subject='s', body='b')"
            f" for n in range({READERS})]\n"
            "send_outside_many(actor=SYSTEM, meeting=cast.meeting, letters=letters)"
        )
        killed(box, stand)
        stand.python(
            "from datetime import timedelta\nfrom huiwu.kernel import clock\n"
            "from huiwu.notifications.services import send_due\n"
            "send_due()\nwith clock.at(clock.now() + timedelta(minutes=11)):\n    send_due()"
        )
    finally:
        box.close()
    ids = [mail["Message-ID"] for mail in box.messages]
    assert len(set(ids)) == READERS
    assert len(ids) == READERS + 1
    assert len({str(mail["To"]) for mail in box.messages}) == READERS


def killed(box: Deadly, stand: Stand) -> None:
    """A sender begins, and the box kills it."""
    lead = "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'huiwu.config.settings'\nimport django; django.setup()\n"
    send = "from huiwu.notifications.services import send_due; send_due()"
    box.victim = subprocess.Popen([sys.executable, "-c", lead + send], env=stand.env, cwd=ROOT)
    try:
        assert box.victim.wait(PATIENCE) == -signal.SIGKILL
    finally:
        box.victim.kill()
        box.victim = None
