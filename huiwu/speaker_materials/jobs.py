"""Background work of speakers' materials: whoever still owes is written to a week and three days before."""

from __future__ import annotations

from datetime import timedelta

from huiwu.foundation.registry.jobs import periodic
from huiwu.speaker_materials.services import remind_speakers


@periodic("speaker_materials.remind", every=timedelta(hours=1))
def remind() -> None:
    remind_speakers()
