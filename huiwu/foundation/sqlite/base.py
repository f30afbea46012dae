"""Writers queue on a file lock instead of polling.

SQLite lets one writer in and makes the others poll with growing waits: with two writing processes (web and worker) the
99th percentile grew to over half a second. A lock on a file beside the database is handed over by the kernel at once,
and is released by the kernel when a process dies.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError


class DatabaseWrapper(base.DatabaseWrapper):
    """Takes the writer's lock when a transaction begins and gives it back when it ends."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._writer: int | None = None
        self.cursor_class: type[_QueueingCursor] | None = None

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
            return super()._close()  # type: ignore[misc]  # not in the stubs
        finally:
            self._give_lock()

    def create_cursor(self, name: Any = None) -> Any:
        return self.connection.cursor(factory=_QueueingCursor.of(self))

    def _take_lock(self) -> None:
        if self._writer is not None or self.is_in_memory_db():
            return
        if not _in_process.acquire(timeout=self.settings_dict["OPTIONS"].get("timeout", 20)):
            raise OperationalError("database is locked: another thread of this process keeps writing")
        try:
            self._writer = _locked(str(self.settings_dict["NAME"]))
        except OSError as fault:
            _in_process.release()
            raise OperationalError(f"unable to open database file: {fault.strerror}") from fault
        except BaseException:
            _in_process.release()
            raise

    def _give_lock(self) -> None:
        handle, self._writer = self._writer, None
        if handle is not None:
            os.close(handle)
            _in_process.release()


class _QueueingCursor(base.SQLiteCursorWrapper):
    """A single writing statement outside a transaction is one of its own, and queues like the others."""

    owner: ClassVar[DatabaseWrapper]

    @classmethod
    def of(cls, owner: DatabaseWrapper) -> type[_QueueingCursor]:
        if owner.cursor_class is None:
            owner.cursor_class = type("QueueingCursor", (cls,), {"owner": owner})
        return owner.cursor_class

    def execute(self, query: str, params: Any = None) -> Any:
        with self._turn(query):
            return super().execute(query, params)

    def executemany(self, query: str, param_list: Any) -> Any:
        with self._turn(query):
            return super().executemany(query, param_list)

    @contextmanager
    def _turn(self, query: str) -> Iterator[None]:
        owner = self.owner
        alone = owner._writer is None and not self.connection.in_transaction and query.startswith(_WRITES)
        if alone:
            owner._take_lock()
        try:
            yield
        finally:
            if alone and not self.connection.in_transaction:
                owner._give_lock()


_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


def _locked(name: str) -> int:
    """The writer's lock, taken in the order of arrival: who waits for it holds the place at the head of the queue, so
    a process that has just given it back cannot take it again before the other."""
    place = os.open(f"{name}.queue", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(place, fcntl.LOCK_EX)
        writer = os.open(f"{name}.writer", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(writer, fcntl.LOCK_EX)
        except BaseException:
            os.close(writer)
            raise
        return writer
    finally:
        os.close(place)


class _Turns:
    """A lock handed to the waiting thread that came first. Python's own may be taken again by the one that gave it back,
    which left some threads waiting for over a second."""

    def __init__(self) -> None:
        self.guard = threading.Lock()
        self.is_taken = False
        self.waiting: deque[threading.Event] = deque()

    def acquire(self, timeout: float) -> bool:
        with self.guard:
            if not self.is_taken:
                self.is_taken = True
                return True
            turn = threading.Event()
            self.waiting.append(turn)
        if turn.wait(timeout):
            return True
        with self.guard:
            if turn.is_set():  # handed over at the last moment
                return True
            self.waiting.remove(turn)
            return False

    def release(self) -> None:
        with self.guard:
            if self.waiting:
                self.waiting.popleft().set()
            else:
                self.is_taken = False


_in_process = _Turns()
"""Threads of one process queue here first, so that only one of them waits in the kernel."""
