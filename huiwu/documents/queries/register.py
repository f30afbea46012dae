"""The register of a meeting's documents, made for its page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from huiwu.documents.choices import IN_FORCE, VersionStatus
from huiwu.documents.kinds import KINDS
from huiwu.documents.models import ChangeOrder, Document, Version
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import can
from huiwu.meetings.models import Meeting


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One line: the document, its newest version, the one in force, the one that waits, remarks still open."""

    document: Document
    title: str
    url: str
    edit_url: str
    versions: list[Version]
    newest: Version | None
    in_force: Version | None
    waiting: Version | None
    open_remarks: int
    gates: tuple[str, ...]
    signer: str

    @property
    def state(self) -> str:
        """A state of the component `{% state %}`: what matters most about the document now."""
        if self.waiting is not None:
            return "waiting_client" if self.signer == "client" else "review"
        if self.in_force is not None:
            return "frozen" if self.in_force.status == VersionStatus.FROZEN else "confirmed"
        return "refused" if self.newest is not None and self.newest.void_reason == "returned" else "draft"


def document_rows(actor: Actor, meeting: Meeting) -> list[DocumentRow]:
    """Every document of the meeting whose kind the actor may read, without contents. Three queries, however many."""
    visible = [kind for kind in KINDS.values() if can(actor, kind.view, meeting)]
    rows = (
        Document.objects.filter(meeting=meeting, kind__in=[kind.code for kind in visible])
        .defer("draft")
        .annotate(open_remarks=Count("remarks", filter=Q(remarks__resolved_at=None)))
        .prefetch_related(Prefetch("versions", queryset=_light_versions()))
        .order_by("created_at")
    )
    return [_row(meeting, document) for document in rows]


def change_orders_of(meeting: Meeting) -> list[ChangeOrder]:
    """The meeting's change orders, newest first, with the documents they change."""
    found = ChangeOrder.objects.filter(document__meeting=meeting).select_related("document", "sheet", "opened_by")
    return list(found.defer("document__draft", "sheet__draft"))


def versions_waiting_for_client(meetings: QuerySet[Meeting] | Iterable[UUID]) -> QuerySet[Version]:
    """Versions in review that the client has to answer, the longest waiting first; without contents.

    `meetings` are ids, or a query that stays part of this one.
    """
    kinds = [kind.code for kind in KINDS.values() if kind.signer == "client"]
    found = Version.objects.filter(
        status=VersionStatus.REVIEW, document__meeting__in=meetings, document__kind__in=kinds
    )
    rows = found.select_related("document__meeting").defer("content", "header", "document__draft")
    return rows.order_by("proposed_at", "pk")


def _light_versions() -> Any:
    return Version.objects.defer("content", "header").order_by("-number")


def _row(meeting: Meeting, document: Document) -> DocumentRow:
    kind, held = KINDS[document.kind], list(document.versions.all())
    document.meeting = meeting
    return DocumentRow(
        document=document,
        title=str(kind.title),
        url=document.url,
        edit_url=kind.url(document),
        versions=held,
        newest=held[0] if held else None,
        in_force=next((v for v in held if v.status in IN_FORCE), None),
        waiting=next((v for v in held if v.status == VersionStatus.REVIEW), None),
        open_remarks=document.open_remarks,  # type: ignore[attr-defined]  # annotated above
        gates=kind.gates,
        signer=kind.signer,
    )
