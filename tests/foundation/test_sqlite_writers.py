from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.db import connection, transaction

from huiwu.foundation.models import TopicVersion
from huiwu.foundation.outbox import bump
from tests.stand import ROOT, Stand

pytestmark = pytest.mark.sqlite

COUNT = """
import sys, threading
from django.db import connection, transaction
from django.db.models import F
from huiwu.foundation.models import TopicVersion
def work():
    for _ in range(50):
        with transaction.atomic():
            seen = TopicVersion.objects.get(topic="t").version
            TopicVersion.objects.filter(topic="t").update(version=seen + 1)
        TopicVersion.objects.filter(topic="u").update(version=F("version") + 1)
    connection.close()
threads = [threading.Thread(target=work) for _ in range(3)]
[t.start() for t in threads]; [t.join() for t in threads]
"""
SETUP = "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'huiwu.config.settings'\nimport django; django.setup()\n"


@pytest.fixture
def stand(tmp_path: Path):
    stand = Stand(tmp_path)
    stand.set_up()
    stand.python("from huiwu.foundation.outbox import bump; bump('t', 'u')")
    return stand


def begin(stand: Stand, source: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", SETUP + source], env=stand.env, cwd=ROOT)


def versions(stand: Stand) -> str:
    return stand.python(
        "from huiwu.foundation.models import TopicVersion as T; print(*T.objects.order_by('topic').values_list('version', flat=True))"
    )


def test_two_processes_with_three_threads_each_lose_no_write_and_are_never_refused(stand):
    both = [begin(stand, COUNT) for _ in range(2)]
    assert [process.wait(60) for process in both] == [0, 0]
    assert versions(stand) == "301 301"


def test_without_immediate_transactions_the_same_writers_are_refused(stand):
    """The race that immediate transactions guard against."""
    deferred = "from django.conf import settings\nsettings.DATABASES['default']['OPTIONS'].pop('transaction_mode')\n"
    plain = "settings.DATABASES['default']['ENGINE'] = 'django.db.backends.sqlite3'\n"
    source = "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'huiwu.config.settings'\n" + deferred + plain
    command = [sys.executable, "-c", source + "import django; django.setup()\n" + COUNT]
    both = [subprocess.Popen(command, env=stand.env, cwd=ROOT, stderr=subprocess.DEVNULL) for _ in range(2)]
    for process in both:
        process.wait(60)
    assert versions(stand) != "301 301"


def test_a_killed_writer_holds_up_nobody_and_its_transaction_never_happened(stand, tmp_path):
    hold = (
        "import pathlib, time; from django.db import transaction; from huiwu.foundation.outbox import bump\n"
        f"with transaction.atomic():\n    bump('t'); pathlib.Path({str(tmp_path / 'held')!r}).touch(); time.sleep(60)\n"
    )
    holder = begin(stand, hold)
    while not (tmp_path / "held").exists():
        time.sleep(0.02)
    waiting = begin(stand, "from huiwu.foundation.outbox import bump; bump('u')")
    time.sleep(0.5)
    assert waiting.poll() is None
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    assert waiting.wait(60) == 0
    assert versions(stand) == "1 2"


@pytest.mark.django_db(transaction=True)
def test_a_writer_waits_for_another_thread_of_its_process_and_a_reader_does_not():
    bump("t")
    order: list[str] = []

    def write() -> None:
        bump("t")
        order.append("second")
        connection.close()

    with transaction.atomic():
        bump("t")
        thread = threading.Thread(target=write)
        thread.start()
        time.sleep(0.1)
        order.append("first")
    thread.join()
    assert (order, TopicVersion.objects.get(topic="t").version) == (["first", "second"], 3)
