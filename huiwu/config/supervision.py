"""A process started by `huiwu serve` ends when that one is gone, however it went."""

from __future__ import annotations

import os
import signal
import threading
import time

SUPERVISOR = "HUIWU_SUPERVISOR"


def end_with_parent() -> None:
    """Watch the supervising process named in the environment, if any; when it is gone, end as if told to."""
    given = os.environ.get(SUPERVISOR, "")
    if given.isdigit() and int(given) != os.getpid():
        threading.Thread(target=_watch, args=(int(given),), daemon=True, name="supervision").start()


def _watch(supervisor: int) -> None:
    while os.getppid() == supervisor:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(4)
    os._exit(1)
