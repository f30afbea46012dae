"""What the agenda holds about a person: their parts on the stage; their name in versions the client confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.agenda.choices import AGENDA, SpeakerRole
from huiwu.agenda.models import AgendaSpeaker, AgendaTelling
from huiwu.agenda.rules.differences import items_of
from huiwu.agenda.words import moment_words, person_words
from huiwu.documents.models import Version
from huiwu.foundation.registry.personal import FieldGroup, holder


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
    gettext_lazy("客户确认过的议程版本中的姓名、单位与职务"),
    gettext_lazy("证明客户确认了什么"),
)
class AgendaVersions:
    """A version that was confirmed is a record of the contract: its hash was signed, so not a letter of it can change."""

    def rows(self, meeting: Any, subject_id: UUID) -> Iterator[tuple[str, str]]:
        for version in _versions(meeting):
            for item in items_of(version.content):
                for speaker in item["speakers"]:
                    if speaker["attendee"] == str(subject_id):
                        label = _("议程第 {number} 版").format(number=version.number)
                        yield label, f"{item['title']}：{person_words(speaker)}"

    def erase(self, meeting: Any, subject_id: UUID) -> int:
        return 0

    def subjects(self, meeting: Any) -> Iterable[UUID]:
        found = {s["attendee"] for v in _versions(meeting) for item in items_of(v.content) for s in item["speakers"]}
        return {UUID(one) for one in found}

    def bound(self, meeting: Any) -> Mapping[UUID, str]:
        why = _("客户确认过的议程是履行合同的凭证，随会议档案保存，不能改动。")
        return dict.fromkeys(self.subjects(meeting), why)


def _versions(meeting: Any) -> list[Version]:
    return list(Version.objects.filter(document__meeting=meeting, document__kind=AGENDA).order_by("number"))
