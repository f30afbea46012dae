"""Remarks on fields, and the answers to them."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiwu.documents.errors import RemarkAnswered
from huiwu.documents.events import RemarkMade, RemarkResolved
from huiwu.documents.kinds import kind_of
from huiwu.documents.models import Remark, Version
from huiwu.documents.queries import document_for
from huiwu.documents.rules import FIELD_CHARS
from huiwu.documents.services.versions import version_for
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require, unasked
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound


@transaction.atomic
def add_remark(*, actor: Actor, version_id: UUID, text: str, field_key: str = "", by_name: str = "") -> Remark:
    """A remark on one field of a version, or on the whole; by a reader of its kind or the holder of its link.

    Raises InvalidInput for an empty or too long text or an unknown field.
    """
    from huiwu.documents.services.signing import version_of_link

    version = version_of_link(actor.link, version_id) if actor.link is not None else version_for(actor, version_id)
    name = actor.name if actor.is_signed_in else (by_name.strip() or actor.name)
    return write_remark(actor=actor, version=version, field_key=field_key, text=text, by_name=name)


@transaction.atomic
def resolve_remark(*, actor: Actor, remark_id: UUID, answer: str = "") -> Remark:
    """Answer a remark and close it, once. Raises RemarkAnswered when somebody else did."""
    remark = Remark.objects.filter(pk=remark_id).first()
    if remark is None:
        raise NotFound
    document = document_for(actor, remark.document_id)
    require(actor, kind_of(document.kind).edit, document.meeting)
    open_one = Remark.objects.filter(pk=remark.pk, resolved_at=None)
    if not open_one.update(
        resolved_at=clock.now(), resolved_by=actor.user, answer=fit_text(answer, "answer"), updated_at=clock.now()
    ):
        who = Remark.objects.select_related("resolved_by").get(pk=remark.pk).resolved_by
        raise RemarkAnswered(who=who.name if who else _("系统"))
    fact = RemarkResolved(
        meeting_id=document.meeting_id,
        document_id=document.pk,
        doc_kind=document.kind,
        remark_id=remark.pk,
        field_key=remark.field_key,
    )
    record(fact, actor=actor, org_id=document.meeting.org_id)
    remark.refresh_from_db()
    return remark


@unasked("part of add_remark and of sending back, which ask")
def write_remark(*, actor: Actor, version: Version, field_key: str, text: str, by_name: str) -> Remark:
    """One remark of somebody already let in, in the caller's transaction."""
    document = version.document
    known = {key for key, _label, _section in kind_of(document.kind).fields(version.content)}
    if field_key and field_key not in known:
        raise InvalidInput(fields={"field_key": [_("没有这个字段")]}, detail=_("没有这个字段。"))
    clean = fit_text(text, field_key or "remarks")
    if not clean:
        raise InvalidInput(fields={"text": [_("请写下意见")]}, detail=_("请写下意见。"))
    remark = Remark.objects.create(
        document=document,
        version=version,
        field_key=field_key,
        text=clean,
        by_name=by_name[:80],
        by_user=actor.user,
        link_id=actor.link.pk if actor.link is not None else None,
    )
    fact = RemarkMade(
        meeting_id=document.meeting_id,
        document_id=document.pk,
        doc_kind=document.kind,
        remark_id=remark.pk,
        field_key=field_key,
    )
    record(fact, actor=actor, org_id=document.meeting.org_id)
    return remark


def fit_text(text: str, field: str) -> str:
    """Trimmed, without control characters no database stores; InvalidInput past the limit, naming the field."""
    clean = text.replace("\0", "").replace("\r\n", "\n").strip()
    if len(clean) > FIELD_CHARS:
        words = _("这里有 {found} 个字，超过 {limit} 个字的上限").format(found=len(clean), limit=FIELD_CHARS)
        raise InvalidInput(fields={field: [words]}, detail=words + "。")
    return clean
