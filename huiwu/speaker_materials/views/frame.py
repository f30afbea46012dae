"""What the pages of speakers' materials share: a material with its versions, drawn for us and for the speaker."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _

from huiwu.attendees.models import Attendee
from huiwu.foundation.actors import Actor
from huiwu.foundation.files import send_file
from huiwu.foundation.pages import actor_of
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput
from huiwu.meetings.models import Meeting
from huiwu.meetings.queries import meeting_for
from huiwu.speaker_materials import queries, services
from huiwu.speaker_materials.errors import NoSuchMaterial
from huiwu.speaker_materials.forms import TextForm
from huiwu.speaker_materials.inspecting import endings_words, largest_mb
from huiwu.speaker_materials.models import MaterialVersion, ShowStandards, SpeakerMaterial
from huiwu.speaker_materials.queries.materials import KIND_ORDER
from huiwu.speaker_materials.rules.judging import ENDINGS
from huiwu.speaker_materials.words import Difference, differences, finding_words, material_words


@dataclass(frozen=True, slots=True)
class Shown:
    """A material as a page draws it. `days` are left until it is due."""

    row: SpeakerMaterial
    what: str
    due_on: date
    days: int
    versions: list[MaterialVersion]
    findings: list[tuple[str, str]]
    changes: list[Difference]

    @property
    def current(self) -> MaterialVersion | None:
        return self.versions[0] if self.versions else None

    @property
    def former(self) -> list[MaterialVersion]:
        return self.versions[1:]

    @property
    def is_late(self) -> bool:
        return self.row.is_owed and self.days < 0

    @property
    def accept(self) -> str:
        return ",".join(ENDINGS.get(self.row.kind, ()))

    @property
    def endings(self) -> str:
        return "" if self.row.is_text else endings_words(self.row.kind)


def opened(request: HttpRequest, slug: str, permission: str = "speaker_materials.view") -> tuple[Actor, Meeting]:
    actor = actor_of(request)
    return actor, meeting_for(actor, slug, permission)


def shown(meeting: Meeting, rows: list[SpeakerMaterial], standards: ShowStandards) -> list[Shown]:
    """Rows with all their versions, newest first; one query."""
    versions: dict[Any, list[MaterialVersion]] = {}
    found = MaterialVersion.objects.filter(material__in=[row.pk for row in rows])
    for version in found.select_related("file", "thumbnail", "handed_in_by").order_by("-number"):
        versions.setdefault(version.material_id, []).append(version)
    due, today = queries.due_day(meeting, standards), clock.today(meeting.time_zone)
    return [_shown(row, versions.get(row.pk, []), due, today) for row in rows]


def _shown(row: SpeakerMaterial, versions: list[MaterialVersion], due: date, today: date) -> Shown:
    findings = versions[0].findings if versions else []
    return Shown(
        row=row,
        what=material_words(row),
        due_on=row.due_on or due,
        days=row.days_left(due, today),
        versions=versions,
        findings=[(finding["level"], finding_words(finding)) for finding in findings],
        changes=differences(versions[1], versions[0]) if len(versions) > 1 else [],
    )


def text_form(row: SpeakerMaterial, posted: Any, current: MaterialVersion | None) -> TextForm:
    start = {"text": current.text, "text_en": current.text_en} if current else {}
    return TextForm(posted, kind=row.kind, initial=start)


def hand_in(request: HttpRequest, actor: Actor, row: SpeakerMaterial, form: TextForm | None) -> bool:
    """Take what was posted. False with the form's faults; raises the Refusal where there is no form to show it."""
    if form is None:
        file = request.FILES.get("file")
        if file is None:
            raise InvalidInput({"file": [_("请先选择文件。")]}, detail=_("请先选择文件。"))
        services.hand_in_file(
            actor=actor, material_id=row.pk, content=file, name=file.name or "file", size=file.size or 0
        )
        return True
    if not form.is_valid():
        return False
    try:
        services.hand_in_text(actor=actor, material_id=row.pk, **form.cleaned_data)
    except InvalidInput as wrong:
        show_refusal(form, wrong)
        return False
    return True


def show_refusal(form: forms.Form, refusal: InvalidInput) -> None:
    for name, sentences in refusal.fields.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)


def version_file(version: MaterialVersion, *, small: bool) -> FileResponse:
    """The file, or a photo's thumbnail in the page. Raises NoSuchMaterial where nothing is kept any more."""
    stored = version.thumbnail if small and version.thumbnail else version.file
    if stored is None:
        raise NoSuchMaterial
    return send_file(stored, inline=small or stored.media_type.startswith("image/"))


def number(text: str) -> int:
    """A number as posted; 0 for anything that is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def limits(standards: ShowStandards) -> dict[str, Any]:
    """What the page says about files before one is chosen."""
    return {"largest_mb": largest_mb(standards), "standards": standards}


def person_rows(attendee: Attendee) -> list[SpeakerMaterial]:
    """The person's materials: those for the items by time, what belongs to the person first."""
    rows = queries.of_person(attendee)
    return sorted(
        rows,
        key=lambda row: (
            not row.is_waited_for,
            row.item.starts_at.timestamp() if row.item else 0.0,
            KIND_ORDER.index(row.kind),
        ),
    )
