"""Open a document and edit its draft."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from huiwu.documents import rules
from huiwu.documents.choices import ChangeOrderStatus
from huiwu.documents.errors import ContentTooLarge, FrozenNeedsChangeOrder, StaleEdit
from huiwu.documents.events import DocumentOpened, DraftSaved
from huiwu.documents.kinds import DocumentKind, kind_of
from huiwu.documents.models import ChangeOrder, Document, NumberSeries
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import NotFound
from huiwu.meetings.models import Meeting


@transaction.atomic
def open_document(
    *,
    actor: Actor,
    meeting: Meeting,
    kind: str,
    title: str,
    content: dict[str, Any],
    subject_id: UUID | None = None,
) -> Document:
    """The meeting's document of a kind (and subject); made with `content` as its draft the first time, found after that.

    Raises ContentTooLarge, NotAllowed.
    """
    behaviour = kind_of(kind)
    require(actor, behaviour.edit, meeting)
    key = {"meeting": meeting, "kind": kind, "subject_id": subject_id}
    if (found := Document.objects.filter(**key).first()) is not None:
        return found
    draft = _fit(behaviour, content)
    try:
        with transaction.atomic():
            number = take_number(meeting=meeting, prefix=behaviour.prefix)
            document = Document.objects.create(**key, number=number, title=title, draft=draft, edited_by=actor.user)
    except IntegrityError:  # somebody opened it in between: theirs stands, and our number is given back
        return Document.objects.get(**key)
    fact = DocumentOpened(meeting_id=meeting.pk, document_id=document.pk, doc_kind=kind, number=number)
    record(fact, actor=actor, org_id=meeting.org_id)
    return document


@transaction.atomic
def save_draft(*, actor: Actor, document_id: UUID, revision: int, content: dict[str, Any]) -> Document:
    """Write the draft if it is still at `revision`.

    Raises StaleEdit (`theirs` is the newer content), FrozenNeedsChangeOrder, ContentTooLarge, NotAllowed, NotFound.
    The same content again changes nothing and is no conflict.
    """
    document = document_to_edit(actor, document_id)
    draft = _fit(kind_of(document.kind), content)
    if draft == document.draft:
        return document
    if not document.is_open_for_edit:
        raise FrozenNeedsChangeOrder(frozen=timezone.localdate(document.frozen_at).isoformat())
    if not editable(document.pk, revision).update(
        draft=draft,
        revision=F("revision") + 1,
        edited_by=actor.user,
        edited_at=clock.now(),
        updated_at=clock.now(),
    ):
        raise stale(document.pk)
    fact = DraftSaved(
        meeting_id=document.meeting_id, document_id=document.pk, doc_kind=document.kind, revision=revision + 1
    )
    record(fact, actor=actor, org_id=document.meeting.org_id)
    document.draft, document.revision, document.edited_by = draft, revision + 1, actor.user
    return document


def document_to_edit(actor: Actor, document_id: UUID) -> Document:
    """The document, for one who may edit its kind. NotFound for one who may not even read it."""
    from huiwu.documents.queries import document_for

    document = document_for(actor, document_id)
    require(actor, kind_of(document.kind).edit, document.meeting)
    return document


def editable(document_id: UUID, revision: int) -> QuerySet[Document]:
    """The document if it is still at `revision` and not closed by freezing: the condition of every write to a draft."""
    applied = ChangeOrder.objects.filter(document=OuterRef("pk"), status=ChangeOrderStatus.APPLIED)
    open_now = Q(frozen_at=None) | Exists(applied)
    return Document.objects.filter(open_now, pk=document_id, revision=revision)


def stale(document_id: UUID) -> StaleEdit:
    """The refusal for a form opened before somebody else saved, with what they saved."""
    now = Document.objects.select_related("edited_by").filter(pk=document_id).first()
    if now is None:
        raise NotFound
    return StaleEdit(theirs=now.draft, who=now.edited_by.name if now.edited_by else _("系统"), revision=now.revision)


def take_number(*, meeting: Meeting, prefix: str) -> str:
    """The next number of a prefix in a meeting, `2027-001-BR-01`. In the caller's transaction: a rollback gives it back."""
    series, _is_new = NumberSeries.objects.get_or_create(meeting=meeting, prefix=prefix)
    NumberSeries.objects.filter(pk=series.pk).update(last=F("last") + 1)  # holds the row until the commit
    series.refresh_from_db(fields=["last"])
    return f"{meeting.number}-{prefix}-{series.last:02d}"


def _fit(kind: DocumentKind, content: dict[str, Any]) -> dict[str, Any]:
    """The content in canonical form, or ContentTooLarge naming every field past its limit."""
    found = rules.excesses(content)
    if not found:
        return dict(rules.canonical(content))
    labels = {key: str(label) for key, label, _section in kind.fields(content)}
    fields = {excess.key: [_sentence(excess, labels.get(excess.key, excess.key))] for excess in found}
    raise ContentTooLarge(fields=fields, what="；".join(s for sentences in fields.values() for s in sentences))


def _sentence(excess: rules.Excess, label: str) -> str:
    words = {
        "text": _("“{label}”有 {found} 个字，超过 {limit} 个字的上限"),
        "rows": _("“{label}”有 {found} 行，超过 {limit} 行的上限"),
        "size": _("整份单据有 {found} 字节，超过 {limit} 字节的上限"),
        "depth": _("“{label}”的层次超过 {limit} 层"),
        "control": _("“{label}”里有无法保存的控制字符"),
    }
    return words[excess.kind].format(label=label, found=excess.found, limit=excess.limit)
