"""What the agenda holds about a person: their parts on the stage; their name in the agenda's versions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.agenda.choices import AGENDA, SpeakerRole
from huiwu.agenda.models import AgendaItem, AgendaSpeaker, AgendaTelling
from huiwu.agenda.rules.differences import items_of
from huiwu.agenda.words import moment_words, person_words
from huiwu.documents.models import Version
from huiwu.documents.services import redact_documents
from huiwu.foundation.registry.personal import STRUCK, FieldGroup, Marks, holder, strike_rows, sweeper


@holder(
    FieldGroup.PRESENCE,
    gettext_lazy("在议程中的环节与角色"),
    gettext_lazy("编排议程、通知讲者"),
)
class AgendaParts:
    def rows(self, meeting: Any, subject_id: UUID) -> Iterator[tuple[str, str]]:
        parts = AgendaSpeaker.objects.filter(item__meeting=meeting, attendee_id=subject_id)
        for part in parts.select_related("item").order_by("item__starts_at"):
            when = moment_words(part.item.starts_at, part.item.minutes, meeting.zone)
            yield str(SpeakerRole(part.speaker_role).label), f"{part.item.title}（{when}）"

    def erase(self, meeting: Any, subject_id: UUID) -> int:
        gone = AgendaTelling.objects.filter(meeting=meeting, attendee_id=subject_id).delete()[0]
        return gone + AgendaSpeaker.objects.filter(item__meeting=meeting, attendee_id=subject_id).delete()[0]

    def subjects(self, meeting: Any) -> Iterable[UUID]:
        rows = AgendaSpeaker.objects.filter(item__meeting=meeting)
        return rows.order_by().values_list("attendee_id", flat=True).distinct()


@holder(
    FieldGroup.IDENTITY,
    gettext_lazy("议程各版中的姓名、单位与职务"),
    gettext_lazy("公布议程，证明客户确认了什么"),
)
class AgendaVersions:
    """The names are struck; what was confirmed, when and by whom stays provable by the hash that was signed."""

    def rows(self, meeting: Any, subject_id: UUID) -> Iterator[tuple[str, str]]:
        for version in _versions(meeting):
            for item in items_of(version.content):
                for speaker in item["speakers"]:
                    if _names(speaker, subject_id):
                        label = _("议程第 {number} 版").format(number=version.number)
                        yield label, f"{item['title']}：{person_words(speaker)}"

    def erase(self, meeting: Any, subject_id: UUID) -> int:
        return redact_documents(meeting=meeting, kind=AGENDA, strike=lambda content: _without(content, subject_id))

    def subjects(self, meeting: Any) -> Iterable[UUID]:
        found = (s for v in _versions(meeting) for item in items_of(v.content) for s in item["speakers"])
        return {UUID(one["attendee"]) for one in found if one["name"] != STRUCK}


@sweeper
def titles(meeting: Any, marks: Marks) -> int:
    """Items that are called after somebody, here and in every version."""
    named = strike_rows(AgendaItem.objects.filter(meeting=meeting), marks, "title", "title_en", "summary")
    return named + redact_documents(meeting=meeting, kind=AGENDA, strike=marks.struck)


def _versions(meeting: Any) -> list[Version]:
    return list(Version.objects.filter(document__meeting=meeting, document__kind=AGENDA).order_by("number"))


def _names(speaker: dict[str, Any], subject_id: UUID) -> bool:
    return speaker["attendee"] == str(subject_id) and speaker["name"] != STRUCK


def _without(content: dict[str, Any], subject_id: UUID) -> dict[str, Any]:
    """The content with the speaker's name, organisation and title struck; their place in the programme stays."""
    blank = {"name": STRUCK, "name_en": "", "org": "", "title": ""}
    days = [
        day | {"items": [_item_without(item, subject_id, blank) for item in day["items"]]}
        for day in content.get("days") or []
    ]
    return content | {"days": days} if days else content


def _item_without(item: dict[str, Any], subject_id: UUID, blank: dict[str, str]) -> dict[str, Any]:
    if not any(_names(speaker, subject_id) for speaker in item["speakers"]):
        return item
    left = [speaker | blank if _names(speaker, subject_id) else speaker for speaker in item["speakers"]]
    return item | {"speakers": left}
