"""Writers queue on a file lock instead of polling.

SQLite lets one writer in and makes the others poll with growing waits: with two writing processes (web and worker) the
99th percentile grew to over half a second. A lock on a file beside the database is handed over by the kernel at once,
and is released by the kernel when a process dies.
"""

from __future__ import annotations

import fcntl
import os
import threading
from typing import Any

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Takes the writer's lock when a transaction begins and gives it back when it ends."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._writer: int | None = None

    def _start_transaction_under_autocommit(self) -> None:
        self._take_lock()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # not in the stubs
        except BaseException:
            self._give_lock()
            raise

    def _commit(self) -> Any:
        try:
            return super()._commit()  # type: ignore[misc]  # not in the stubs
        finally:
            if self.connection is None or not self.connection.in_transaction:
                self._give_lock()

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]  # not in the stubs
        finally:
            self._give_lock()

    def _close(self) -> Any:
        try:
            return super()._close()
        finally:
            self._give_lock()

    def _take_lock(self) -> None:
        if self._writer is not None or self.is_in_memory_db():
            return
        _in_process.acquire()
        try:
            handle = os.open(f"{self.settings_dict['NAME']}.writer", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except BaseException:
            _in_process.release()
            raise
        fcntl.flock(handle, fcntl.LOCK_EX)
        self._writer = handle

    def _give_lock(self) -> None:
        handle, self._writer = self._writer, None
        if handle is not None:
            os.close(handle)
            _in_process.release()


_in_process = threading.Semaphore(1)
"""Threads of one process queue here first, so that only one of them waits in the kernel."""
