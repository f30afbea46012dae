"""What the show asks of files, and the package of all files for the playing computer."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.files import open_file
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import StaleEdit
from huiwu.meetings.models import Meeting
from huiwu.privacy.services import record_export
from huiwu.speaker_materials.choices import Ratio
from huiwu.speaker_materials.events import ShowStandardsSet
from huiwu.speaker_materials.models import ShowStandards, SpeakerMaterial
from huiwu.speaker_materials.queries import show_files
from huiwu.speaker_materials.services.holding import refuse

MOST_FONTS, LONGEST_FONT = 200, 80
COPIED = 1 << 20


@dataclass(frozen=True, slots=True)
class ShowValues:
    ratio: str
    fonts: tuple[str, ...]
    largest_mb: int
    photo_side: int
    due_days_before: int


@transaction.atomic
def set_show(*, actor: Actor, meeting: Meeting, revision: int, values: ShowValues) -> ShowStandards:
    """Keep what the show asks; `revision` 0 where nothing was kept before. Files handed in earlier keep their findings.

    Raises StaleEdit, InvalidInput.
    """
    require(actor, "speaker_materials.set_show", meeting)
    columns = _columns(values)
    rows = ShowStandards.objects.filter(meeting=meeting)
    if revision == 0:
        try:
            with transaction.atomic():
                row = ShowStandards.objects.create(meeting=meeting, saved_by=actor.user, **columns)
        except IntegrityError:
            raise _stale(rows.select_related("saved_by").get()) from None
    else:
        now = {"revision": F("revision") + 1, "saved_by": actor.user, "updated_at": clock.now()}
        if not rows.filter(revision=revision).update(**columns, **now):
            raise _stale(rows.select_related("saved_by").get())
        row = rows.get()
    record(ShowStandardsSet(meeting_id=meeting.pk), actor=actor, org_id=meeting.org_id)
    return row


def _columns(values: ShowValues) -> dict[str, object]:
    fonts = list(dict.fromkeys(" ".join(name.split()) for name in values.fonts if name.strip()))
    if values.ratio not in Ratio.values:
        raise refuse("ratio", _("请从列表中选择屏幕比例。"))
    if len(fonts) > MOST_FONTS or any(len(name) > LONGEST_FONT or "\0" in name for name in fonts):
        raise refuse("fonts", _("字体一行一个，最多 {most} 个。").format(most=MOST_FONTS))
    for name, least, most in (("largest_mb", 1, 2000), ("photo_side", 100, 5000), ("due_days_before", 0, 60)):
        if not least <= getattr(values, name) <= most:
            raise refuse(name, _("请填写 {least} 到 {most} 之间的数。").format(least=least, most=most))
    return {
        "ratio": values.ratio,
        "fonts": fonts,
        "largest_mb": values.largest_mb,
        "photo_side": values.photo_side,
        "due_days_before": values.due_days_before,
    }


def _stale(row: ShowStandards) -> StaleEdit:
    return StaleEdit(row, who=row.saved_by.name if row.saved_by else _("同事"))


@transaction.atomic
def pack_files(*, actor: Actor, meeting: Meeting, rows: list[SpeakerMaterial], more: Mapping[str, bytes]) -> IO[bytes]:
    """One zip of the rows' current files, named by day, room, order and speaker, with `more` beside them.

    The package is a temporary file, gone when it is closed; what was taken is noted as an export.
    """
    require(actor, "speaker_materials.view", meeting)
    files = show_files(meeting, rows)
    record_export(
        actor=actor,
        meeting=meeting,
        what="speaker_materials.files",
        title=_("讲者资料"),
        fields=("display_name", "photo", "talk_files"),
        count=len(files),
        purpose=str(_("会场放映与印制")),
    )
    out = TemporaryFile()  # noqa: SIM115  # the response closes it
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED, strict_timestamps=False) as package:
        for name, made in more.items():
            package.writestr(name, made)
        for one in files:
            with open_file(one.stored) as content, package.open(one.name, "w", force_zip64=True) as into:
                while piece := content.read(COPIED):
                    into.write(piece)
    out.seek(0)
    return out
