"""A speaker hands something in, by the personal link or through one of us. Each version voids the former for the show."""

from __future__ import annotations

from dataclasses import asdict
from typing import IO, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiwu.documents.services import list_impacts
from huiwu.foundation.actors import Actor
from huiwu.foundation.files import keep_file, plain_name
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import unasked
from huiwu.foundation.pictures import keep_picture
from huiwu.foundation.registry.impact import Change
from huiwu.kernel import clock
from huiwu.speaker_materials.choices import MaterialKind, MaterialState
from huiwu.speaker_materials.errors import HandInClosed, MaterialNotAsked
from huiwu.speaker_materials.events import MaterialReceived
from huiwu.speaker_materials.inspecting import Inspected, inspect
from huiwu.speaker_materials.models import MaterialVersion, SpeakerMaterial
from huiwu.speaker_materials.queries import standards_of
from huiwu.speaker_materials.services.holding import changed, forget_call, held, refuse
from huiwu.speaker_materials.words import material_words

LONGEST = {MaterialKind.TITLE: (80, 200), MaterialKind.BIOGRAPHY: (800, 2400)}
"""Characters in Chinese and English; a handbook has a third of a page for each speaker."""
PRINTED = (MaterialKind.TITLE, MaterialKind.BIOGRAPHY, MaterialKind.PHOTO)
"""Others have copied these; when they change after they were accepted, somebody must follow."""


@transaction.atomic
def hand_in_text(*, actor: Actor, material_id: UUID, text: str, text_en: str = "") -> MaterialVersion:
    """A title or a biography. The same words again change nothing: the current version is returned.

    Raises NoSuchMaterial, NotAllowed, MaterialNotAsked, HandInClosed, InvalidInput.
    """
    row = _open(actor, material_id)
    if not row.is_text:
        raise MaterialNotAsked(what=material_words(row))
    words = _clean(row.kind, text, text_en)
    now = row.versions.filter(is_current=True).first()
    if now is not None and (now.text, now.text_en) == words and row.state != MaterialState.RETURNED:
        return now
    return new_version(actor, row, text=words[0], text_en=words[1])


def _clean(kind: str, text: str, text_en: str) -> tuple[str, str]:
    """One line for a title; a biography keeps its paragraphs."""
    if kind == MaterialKind.TITLE:
        words, english = " ".join(text.split()), " ".join(text_en.split())
    else:
        words, english = text.replace("\r\n", "\n").strip(), text_en.replace("\r\n", "\n").strip()
    most, most_en = LONGEST[MaterialKind(kind)]
    if not words:
        raise refuse("text", _("请填写内容。"))
    if "\0" in words or "\0" in english:
        raise refuse("text", _("内容里有不能保存的字符，请检查后再提交。"))
    if len(words) > most:
        raise refuse("text", _("最多 {most} 个字，现在是 {count} 个。").format(most=most, count=len(words)))
    if len(english) > most_en:
        raise refuse("text_en", _("最多 {most} 个字，现在是 {count} 个。").format(most=most_en, count=len(english)))
    return words, english


@unasked("asks through `held` before the file is looked at, and again when it is kept")
def hand_in_file(*, actor: Actor, material_id: UUID, content: IO[bytes], name: str, size: int) -> MaterialVersion:
    """Slides, a photo, a video, a handout: looked at first, then kept in one short transaction.

    The same file again changes nothing, unless it was returned. Raises as `hand_in_text`, MaterialRefused with the
    reason, ZipRefused, FileTooLarge, StorageFull, PictureUnreadable, PictureTooLarge.
    """
    name = plain_name(name)
    with transaction.atomic():
        row = _open(actor, material_id)
    if row.is_text:
        raise MaterialNotAsked(what=material_words(row))
    if not size:
        raise refuse("file", _("文件是空的，没有保存。"))
    found = inspect(content, name=name, size=size, kind=row.kind, standards=standards_of(row.meeting))
    return _keep(actor, material_id, content, name, found)


@transaction.atomic
def _keep(actor: Actor, material_id: UUID, content: IO[bytes], name: str, found: Inspected) -> MaterialVersion:
    row = _open(actor, material_id)
    files = _files(actor, row, content, name)
    now = row.versions.filter(is_current=True).select_related("file", "thumbnail").first()
    if now is not None and now.sha256 == files["sha256"] and row.state != MaterialState.RETURNED:
        for stored in filter(None, (files["file"], files["thumbnail"])):
            stored.delete()  # the row only: the content is the current version's
        return now
    columns = asdict(found) | {"findings": [finding.packed() for finding in found.findings]}
    return new_version(actor, row, **files, **columns)


def _files(actor: Actor, row: SpeakerMaterial, content: IO[bytes], name: str) -> dict[str, Any]:
    owner: dict[str, Any] = {"meeting_id": row.meeting_id, "kept_by": actor.user.pk if actor.user else None}
    content.seek(0)
    if row.kind == MaterialKind.PHOTO:
        picture = keep_picture(content, name=name, **owner)
        return {"file": picture.stored, "thumbnail": picture.thumbnail, "sha256": picture.stored.sha256}
    stored = keep_file(content, name=name, **owner)
    return {"file": stored, "thumbnail": None, "sha256": stored.sha256}


def _open(actor: Actor, material_id: UUID) -> SpeakerMaterial:
    row = held(actor, material_id, "speaker_materials.hand_in")
    if not row.is_waited_for:
        raise MaterialNotAsked(what=material_words(row))
    if row.meeting.end_on < clock.today(row.meeting.time_zone):
        raise HandInClosed
    return row


def new_version(actor: Actor, row: SpeakerMaterial, **columns: Any) -> MaterialVersion:
    """The next version, if nobody handed one in meanwhile. Raises MaterialMoved."""
    before, number, now = row.state, row.version_count + 1, clock.now()
    changed(
        row,
        was={"version_count": row.version_count},
        version_count=number,
        state=MaterialState.RECEIVED,
        received_at=now,
        return_reason="",
        judged_at=None,
        judged_by=None,
    )
    former = row.versions.filter(is_current=True).first()
    row.versions.filter(is_current=True).update(is_current=False, updated_at=now)
    made = MaterialVersion.objects.create(
        material=row,
        number=number,
        by_speaker=actor.kind == "link",
        handed_in_by=actor.user,
        handed_in_at=now,
        **columns,
    )
    fact = MaterialReceived(
        meeting_id=row.meeting_id, material_id=row.pk, number=number, by_speaker=actor.kind == "link"
    )
    record(fact, actor=actor, org_id=row.meeting.org_id)
    if before == MaterialState.ACCEPTED and row.kind in PRINTED and former is not None:
        _list_consequences(actor, row, former, made)
    forget_call(row)
    return made


def _list_consequences(actor: Actor, row: SpeakerMaterial, former: MaterialVersion, made: MaterialVersion) -> None:
    """What was printed or read out from the accepted version, line by line (TR-08)."""
    label = _("{name}的{what}").format(name=row.attendee.display_name, what=material_words(row))
    before, after = (v.text[:80] or _("第 {n} 版").format(n=v.number) for v in (former, made))
    told = Change(f"material.{row.kind}", label, before, after, subject_id=str(row.pk))
    list_impacts(actor=actor, meeting=row.meeting, changes=[told], cause_key=f"material:{row.pk}:{made.number}")
