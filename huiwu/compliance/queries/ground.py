"""What the items of the 《合规检查单》 are made from, and what one item is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from huiwu.compliance.models import Permit, Prize
from huiwu.compliance.queries.facts import Facts, facts_of
from huiwu.compliance.queries.packs import plain_pack
from huiwu.compliance.rules.packs import Pack
from huiwu.documents.rules import content_hash
from huiwu.meetings.models import Meeting

NAME_FACTS = ("meeting.name", "brief.name", "meeting.client", "brief.host_org")
PEOPLE_FACTS = ("meeting.expected_headcount", "meeting.publicness", "brief.headcount", "brief.publicness")
DATE_FACTS = ("meeting.start_on", "meeting.end_on", "brief.start_date", "brief.end_date")

RESTS_ON = (
    *NAME_FACTS,
    *PEOPLE_FACTS,
    *DATE_FACTS,
    *(f"meeting.{name}" for name in ("theme", "city", "venue_name", "meeting_type", "public_body_mode")),
    *(f"brief.{name}" for name in ("theme", "message", "city", "meeting_type", "duration", "origin", "interaction")),
    *(f"brief.{name}" for name in ("style", "alcohol", "meals", "segments", "venue_type")),
    *(f"brief.special_{name}" for name in ("confidentiality", "foreign", "minors")),
)
"""Every fact an item may rest on."""


@dataclass(frozen=True, slots=True)
class ItemSpec:
    """One thing to be judged by a person. `seal` is the hash of the facts and the rule it is judged on.

    `forbids` says why it cannot be judged 通过, where a rule makes that certain; with `or_file` an attached approval
    lifts it. `rests_on` are keys of changes.
    """

    key: str
    topic: str
    title: str
    prompts: tuple[str, ...]
    basis: str
    is_pending: bool
    severity: str
    seal: str
    rests_on: tuple[str, ...]
    forbids: str = ""
    or_file: bool = False


@dataclass(frozen=True, slots=True)
class Ground:
    """Everything the items are made from, fetched once."""

    meeting: Meeting
    facts: Facts
    permits: Sequence[Permit]
    prizes: Sequence[Prize]

    @classmethod
    def of(cls, meeting: Meeting) -> Ground:
        return cls(
            meeting=meeting,
            facts=facts_of(meeting),
            permits=list(Permit.objects.filter(meeting=meeting).select_related("file")),
            prizes=list(Prize.objects.filter(meeting=meeting)),
        )

    def applied(self, kind: str) -> bool:
        return any(row.kind == kind and row.is_applied for row in self.permits)

    def proven(self, kind: str) -> bool:
        return any(row.kind == kind and row.is_proven for row in self.permits)

    def spec(
        self, pack: Pack, key: str, title: str, prompts: list[str], relies: dict[str, Any], **more: Any
    ) -> ItemSpec:
        return ItemSpec(
            key=key,
            topic=pack.topic,
            title=title,
            prompts=tuple(prompts),
            basis=pack.basis,
            is_pending=pack.status == "pending",
            severity=pack.severity,
            seal=content_hash({"facts": relies, "pack": plain_pack(pack)}),
            **more,
        )
