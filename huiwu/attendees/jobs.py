"""Background work of attendees."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from huiwu.attendees.services.importing import LOOK, TAKE, forget_old_rows, look_through, take_in
from huiwu.attendees.services.resuming import take_up_lists
from huiwu.attendees.services.undoing import UNDO, take_back
from huiwu.foundation.registry.jobs import job, periodic

Progress = Callable[[int, int], None]


@job(LOOK)
def look(progress: Progress, *, batch_id: str) -> None:
    """The dry run of a large list; progress counts rows."""
    look_through(batch_id=UUID(batch_id), progress=progress)


@job(TAKE)
def take(progress: Progress, *, batch_id: str) -> None:
    """Taking a large list in; progress counts rows. Begun again, it goes on where it stopped."""
    take_in(batch_id=UUID(batch_id), progress=progress)


@job(UNDO)
def undo(progress: Progress, *, batch_id: str) -> None:
    """Taking a large list back; progress counts people. Begun again, it goes on where it stopped."""
    take_back(batch_id=UUID(batch_id), progress=progress)


@periodic("attendees.take_up_lists", every=timedelta(minutes=3))
def take_up() -> None:
    """Lists that a dead worker left are taken up again, or say that they stopped."""
    take_up_lists()


@periodic("attendees.forget_lists", every=timedelta(hours=12))
def forget_lists() -> None:
    """Rows of lists are kept for a month, for corrections and undoing."""
    forget_old_rows()
