"""Writers ask again soon instead of sleeping ever longer.

SQLite lets one writer in; the others sleep for growing times up to a tenth of a second, however soon the first is done,
so that a few writers wait very long. Here a transaction asks again after a fraction of a millisecond up to four, chosen
at random: with 34 busy writers in two processes the 99th percentile halves and throughput grows (`make bench`). There
is no lock of our own to be left behind by a process that dies.
"""

from __future__ import annotations

import random
import sqlite3
import time

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

SOON = (0.0002, 0.001)
LATER = (0.001, 0.004)
ASK_SOON_TIMES = 50


class DatabaseWrapper(base.DatabaseWrapper):
    """Begins transactions with short, random waits, for at most `OPTIONS["timeout"]` seconds."""

    def _start_transaction_under_autocommit(self) -> None:
        self.ensure_connection()
        patience = float(self.settings_dict["OPTIONS"].get("timeout", 5))
        self.connection.execute("PRAGMA busy_timeout = 0")
        try:
            self._begin(time.monotonic() + patience)
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")

    def _begin(self, deadline: float) -> None:
        times = 0
        while True:
            try:
                self.connection.execute(f"BEGIN {self.settings_dict['OPTIONS'].get('transaction_mode') or ''}")
            except sqlite3.OperationalError as fault:
                if fault.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                    raise OperationalError(*fault.args) from fault
            else:
                return
            times += 1
            time.sleep(random.uniform(*(SOON if times <= ASK_SOON_TIMES else LATER)))
