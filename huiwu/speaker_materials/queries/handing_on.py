"""What others take from here: the handbook's biographies, the files that are played."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from huiwu.attendees.models import Attendee
from huiwu.foundation.files import plain_name
from huiwu.foundation.models import StoredFile
from huiwu.meetings.models import Meeting
from huiwu.speaker_materials.choices import MaterialKind, MaterialState
from huiwu.speaker_materials.models import MaterialVersion, SpeakerMaterial
from huiwu.speaker_materials.queries.materials import current_versions, waited_for


@dataclass(frozen=True, slots=True)
class Biography:
    """A speaker as the handbook shows them; only what was accepted. `titles` are of the talks, by time."""

    attendee: Attendee
    text: str
    text_en: str
    photo: StoredFile | None
    titles: tuple[tuple[str, str], ...]


def biographies(meeting: Meeting) -> list[Biography]:
    """Speakers with an accepted biography, photo or title, by rank and number; two queries."""
    kinds = (MaterialKind.BIOGRAPHY, MaterialKind.PHOTO, MaterialKind.TITLE)
    rows = waited_for(meeting).filter(kind__in=kinds, state=MaterialState.ACCEPTED)
    ordered = list(rows.order_by("attendee__protocol_rank", "attendee__number", "item__starts_at"))
    versions = current_versions(ordered)
    people: dict[Attendee, list[SpeakerMaterial]] = {}
    for row in ordered:
        people.setdefault(row.attendee, []).append(row)
    return [_biography(person, mine, versions) for person, mine in people.items()]


def _biography(person: Attendee, mine: list[SpeakerMaterial], versions: dict[UUID, MaterialVersion]) -> Biography:
    by_kind = {row.kind: versions[row.pk] for row in mine if row.pk in versions}
    text, photo = by_kind.get(MaterialKind.BIOGRAPHY), by_kind.get(MaterialKind.PHOTO)
    titles = [versions[row.pk] for row in mine if row.kind == MaterialKind.TITLE and row.pk in versions]
    return Biography(
        person,
        text.text if text else "",
        text.text_en if text else "",
        photo.file if photo else None,
        tuple((title.text, title.text_en) for title in titles),
    )


@dataclass(frozen=True, slots=True)
class ShowFile:
    """A file for the playing computer, under the name it gets in the package."""

    name: str
    stored: StoredFile
    is_accepted: bool


def show_files(meeting: Meeting, rows: list[SpeakerMaterial]) -> list[ShowFile]:
    """Current files of the rows, named by day, room, order on the stage and speaker; three queries."""
    versions = current_versions(rows)
    places = _places(meeting)
    found: list[ShowFile] = []
    taken: set[str] = set()
    for row in rows:
        version = versions.get(row.pk)
        if version is None or version.file is None:
            continue
        folder, order = places.get(row.item_id, (str(_("讲者")), ""))
        ending = version.file.name.rpartition(".")[2]
        is_accepted = row.state == MaterialState.ACCEPTED
        parts = [order, row.attendee.display_name, str(row.get_kind_display()), f"v{version.number}"]
        parts += [] if is_accepted else [str(_("未审"))]
        stem = plain_name("-".join([folder, *filter(None, parts)]).replace("/", "-"))
        name, nth = f"{folder}/{stem}.{ending}", 1
        while name in taken:
            nth += 1
            name = f"{folder}/{stem}-{nth}.{ending}"
        taken.add(name)
        found.append(ShowFile(name, version.file, is_accepted))
    return sorted(found, key=lambda one: one.name)


def _places(meeting: Meeting) -> dict[object, tuple[str, str]]:
    """Folder and order of each item: `0318-大会堂`, `03`, counted by time in its room on its day."""
    items = meeting.agenda_items.filter(function__is_cancelled=False, is_internal=False)
    count: dict[str, int] = {}
    found: dict[object, tuple[str, str]] = {}
    for item in items.select_related("function__space").order_by("starts_at", "order"):
        space = item.function.space
        room = plain_name((space.name if space else item.function.name).replace("/", "-"))
        folder = f"{item.starts_at.astimezone(meeting.zone):%m%d}-{room}"
        count[folder] = count.get(folder, 0) + 1
        found[item.pk] = folder, f"{count[folder]:02d}"
    return found
