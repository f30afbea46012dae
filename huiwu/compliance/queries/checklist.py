"""The checklist of a meeting: its items with what was decided, whether it is cleared, what went out before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from huiwu.accounts.models import ScopedLink
from huiwu.compliance.choices import CHECKLIST, Decision, Topic
from huiwu.compliance.models import ComplianceItem
from huiwu.compliance.queries.facts import Facts
from huiwu.compliance.queries.ground import Ground, ItemSpec
from huiwu.compliance.queries.items import item_specs
from huiwu.compliance.queries.packs import plain_pack
from huiwu.documents.choices import VersionStatus
from huiwu.documents.models import Document, Signoff, Version
from huiwu.documents.queries import confirmation, latest, review_version, signed_version
from huiwu.foundation.registry.went_public import Outgoing
from huiwu.meetings.models import Meeting

SETTLED = (Decision.PASS, Decision.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Judged:
    """An item with what a person decided about it, if anything. `state`: open, reopened, or the decision."""

    spec: ItemSpec
    row: ComplianceItem | None

    @property
    def state(self) -> str:
        if self.row is None:
            return "open"
        return self.row.decision if self.row.seal == self.spec.seal else "reopened"

    @property
    def is_settled(self) -> bool:
        return self.state in SETTLED

    @property
    def mark(self) -> str:
        """The state's look in the interface."""
        looks = {"open": "open", "reopened": "blocked", "pass": "passed", "needs_work": "refused"}
        return looks.get(self.state, "not_applicable")

    @property
    def word(self) -> str:
        words = {"open": _("待判断"), "reopened": _("事实已变，重新判断")}
        return words.get(self.state) or str(Decision(self.state).label)

    @property
    def revision(self) -> int:
        return self.row.revision if self.row else 0


@dataclass(frozen=True, slots=True)
class TopicGroup:
    topic: str
    title: str
    items: tuple[Judged, ...]


@dataclass(frozen=True, slots=True)
class Checklist:
    """The checklist as it stands now. `signed` is the version in force, `waiting` the one that waits for its signer."""

    ground: Ground
    items: tuple[Judged, ...]
    document: Document | None
    signed: Version | None
    signoff: Signoff | None
    waiting: Version | None

    @property
    def facts(self) -> Facts:
        return self.ground.facts

    @property
    def settled(self) -> int:
        return sum(item.is_settled for item in self.items)

    @property
    def open_items(self) -> tuple[Judged, ...]:
        return tuple(item for item in self.items if not item.is_settled)

    @property
    def unsigned_items(self) -> tuple[Judged, ...]:
        """Items whose facts or decision are not those that were signed."""
        if self.signed is None:
            return self.items
        kept = {row["key"]: row for row in self.signed.content.get("items", [])}
        return tuple(item for item in self.items if not _stands(kept.get(item.spec.key), item))

    @property
    def is_cleared(self) -> bool:
        """G0: signed by who answers for it, and nothing it rests on has changed since."""
        return self.signed is not None and not self.unsigned_items

    @property
    def groups(self) -> list[TopicGroup]:
        found: dict[str, list[Judged]] = {}
        for item in self.items:
            found.setdefault(item.spec.topic, []).append(item)
        return [TopicGroup(topic, str(Topic(topic).label), tuple(items)) for topic, items in found.items()]


def _stands(kept: dict[str, Any] | None, item: Judged) -> bool:
    return kept is not None and kept["seal"] == item.spec.seal and kept["decision"] == item.state and item.is_settled


def checklist_of(meeting: Meeting, ground: Ground | None = None) -> Checklist:
    """The meeting's checklist, made from its facts now."""
    ground = ground or Ground.of(meeting)
    decided = ComplianceItem.objects.filter(meeting=meeting).select_related("decided_by", "attachment")
    rows = {row.key: row for row in decided}
    document = latest(meeting, CHECKLIST)
    signed = signed_version(document) if document else None
    return Checklist(
        ground=ground,
        items=tuple(Judged(spec, rows.get(spec.key)) for spec in item_specs(ground)),
        document=document,
        signed=signed,
        signoff=confirmation(signed) if signed else None,
        waiting=review_version(document) if document else None,
    )


def content_of(checklist: Checklist) -> dict[str, Any]:
    """What the document keeps: every item with its prompt and decision, the packs, the permits. Plain values."""
    return {
        "items": [_plain_item(item) for item in checklist.items],
        "packs": [plain_pack(pack) for pack in checklist.facts.packs.values()],
        "permits": [
            {
                "kind": row.kind,
                "authority": row.authority,
                "number": row.number,
                "applied_on": row.applied_on.isoformat() if row.applied_on else None,
                "granted_on": row.granted_on.isoformat() if row.granted_on else None,
                "file": row.file.sha256 if row.file else "",
            }
            for row in checklist.ground.permits
        ],
    }


def _plain_item(item: Judged) -> dict[str, Any]:
    spec, row = item.spec, item.row
    return {
        "key": spec.key,
        "topic": spec.topic,
        "title": spec.title,
        "prompts": list(spec.prompts),
        "basis": spec.basis,
        "is_pending": spec.is_pending,
        "seal": spec.seal,
        "decision": item.state,
        "note": row.note if row else "",
        "decided_by": row.decided_by.name if row and row.decided_by else "",
        "decided_at": row.decided_at.isoformat() if row else "",
        "attachment": {"name": row.attachment.name, "sha256": row.attachment.sha256}
        if row and row.attachment
        else None,
    }


LEFT_OUT = ("brief", CHECKLIST, "change_order")
"""Kinds whose links do not count as going out: the brief comes before G0, the checklist is G0 itself."""


def documents_sent(meeting: Meeting) -> Sequence[Outgoing]:
    """Versions other than the brief's for which a link was sent to the client."""
    links = ScopedLink.objects.filter(meeting_id=meeting.pk, purpose="documents.sign", revoked_at=None)
    sent: dict[Any, datetime] = {}
    for subject, at in links.values_list("subject_id", "created_at"):
        sent[subject] = min(at, sent.get(subject, at))
    versions = Version.objects.filter(pk__in=sent, document__meeting=meeting).exclude(document__kind__in=LEFT_OUT)
    found = versions.exclude(status=VersionStatus.VOID, void_reason="withdrawn").select_related("document")
    return [_document_sent(version, sent[version.pk]) for version in found]


def _document_sent(version: Version, at: datetime) -> Outgoing:
    label = _("{title}第 {version} 版").format(title=version.document.title, version=version.number)
    return Outgoing("document", str(version.pk), label, at)
