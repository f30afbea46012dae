"""The worker is killed (`kill -9`) in the middle of a thousand invitations: the next one goes on, without a double or a gap."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.stand import ROOT, Stand

GUESTS, PATIENCE = 1000, 240
MADE = f"""
from tests.cast import assemble
from tests.guests.conftest import signed_template
from huiwu.attendees.services import add_many
from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.models import Job
from huiwu.guests import services
cast = assemble()
template = signed_template(cast)
rows = [dict(display_name=f"嘉宾{{n}}", org_name="研究院", title="院长", email=f"g{{n}}@example.test") for n in range({GUESTS})]
people = add_many(actor=SYSTEM, meeting=cast.meeting, rows=rows)
guests = services.add_guests(actor=SYSTEM, meeting=cast.meeting, attendee_ids=[row.pk for row in people])
Job.objects.all().delete()
services.make_letters(actor=SYSTEM, meeting=cast.meeting, template_id=template.pk, guest_ids=[g.pk for g in guests], medium="email")
"""
LEAD = "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'huiwu.config.settings'\nimport django; django.setup()\n"
WORK = LEAD + "from huiwu.foundation.worker import Worker; Worker().work_once()"
GO_ON = "from huiwu.foundation.worker import Worker, release_the_dead; print(release_the_dead()); Worker().work_once()"


@pytest.mark.slow
@pytest.mark.sqlite
def test_a_killed_worker_leaves_no_double_and_no_gap(tmp_path: Path) -> None:
    stand = Stand(tmp_path)
    stand.set_up()
    stand.python(MADE)
    _killed_in_the_middle(stand)
    left = _count(stand, "SELECT state, count(*) FROM guests_letter GROUP BY state")
    assert sum(left.values()) == GUESTS, left
    assert 0 < left["sent"] < GUESTS, left
    assert stand.python(GO_ON) == "1"
    assert _count(stand, "SELECT state, count(*) FROM guests_letter GROUP BY state") == {"sent": GUESTS}
    queued = _count(stand, "SELECT 'to', count(DISTINCT \"to\") FROM notifications_outsidedelivery")
    keys = _count(stand, "SELECT 'key', count(*) FROM notifications_outsidedelivery WHERE key LIKE 'letter:%'")
    moves = _count(
        stand, "SELECT after, count(DISTINCT guest_id) FROM guests_guestmove WHERE after = 'sent' GROUP BY after"
    )
    assert (queued, keys, moves) == ({"to": GUESTS}, {"key": GUESTS}, {"sent": GUESTS})


def _killed_in_the_middle(stand: Stand) -> None:
    victim = subprocess.Popen([sys.executable, "-c", WORK], env=stand.env, cwd=ROOT)
    end = time.monotonic() + PATIENCE
    while not _count(stand, "SELECT state, count(*) FROM guests_letter WHERE state = 'sent' GROUP BY state"):
        assert victim.poll() is None
        assert time.monotonic() < end
        time.sleep(0.02)
    victim.send_signal(signal.SIGKILL)
    assert victim.wait(PATIENCE) == -signal.SIGKILL


def _count(stand: Stand, query: str) -> Counter[str]:
    connection = sqlite3.connect(stand.data / "huiwu.sqlite3", timeout=30)
    try:
        return Counter(dict(connection.execute(query).fetchall()))
    finally:
        connection.close()
