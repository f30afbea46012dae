"""Keep and retire an organisation's own Word templates for contracts."""

from __future__ import annotations

import io
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiwu.contracts.choices import Kind
from huiwu.contracts.errors import TemplateUnusable
from huiwu.contracts.events import ContractTemplateKept, ContractTemplateRetired
from huiwu.contracts.filling import sample
from huiwu.contracts.models import WordTemplate
from huiwu.contracts.word import Unusable, placeholders_in
from huiwu.foundation.actors import Actor
from huiwu.foundation.files import keep_file
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound


@transaction.atomic
def keep_template(*, actor: Actor, org_id: UUID, kind: str, title: str, name: str, content: bytes) -> WordTemplate:
    """Keep a .docx for one kind of contract after a trial run. Raises TemplateUnusable (with the place), InvalidInput."""
    require(actor, "contracts.standards", org_id)
    if kind not in Kind.values or not title.strip():
        raise InvalidInput(fields={"title": [_("请填写模板名称")]}, detail=_("请填写模板名称。"))
    try:
        names = placeholders_in(content, sample())
    except Unusable as fault:
        raise TemplateUnusable(detail=why(fault), place=fault.place) from None
    stored = keep_file(io.BytesIO(content), name=name, kept_by=actor.id)
    row = WordTemplate.objects.create(
        org_id=org_id, kind=kind, title=title.strip()[:120], stored=stored, placeholders=names, kept_by=actor.user
    )
    record(ContractTemplateKept(org_id=org_id, template_id=row.pk), actor=actor, org_id=org_id)
    return row


@transaction.atomic
def retire_template(*, actor: Actor, org_id: UUID, template_id: UUID) -> WordTemplate:
    """Stop offering a template; contracts written with it keep their files. Twice is harmless. Raises NotFound."""
    require(actor, "contracts.standards", org_id)
    row = WordTemplate.objects.filter(pk=template_id, org=org_id).first()
    if row is None:
        raise NotFound
    if WordTemplate.objects.filter(pk=row.pk, is_retired=False).update(is_retired=True, updated_at=clock.now()):
        record(ContractTemplateRetired(org_id=org_id, template_id=row.pk), actor=actor, org_id=org_id)
    row.refresh_from_db()
    return row


def why(fault: Unusable) -> str:
    """The reason in words, with the place."""
    place = _("位置：“{place}”。").format(place=fault.place) if fault.place else ""
    sentence = {
        "not_word": _("它不是可以打开的 .docx 文件。"),
        "too_large": _("文件过大。"),
        "syntax": _("占位符写法有误。"),
        "forbidden": _("模板里只能写占位符、循环和条件，不能调用、运算或引用程序内部的东西。"),
        "unknown": _("没有名为“{name}”的占位符。").format(name=fault.name),
    }[fault.reason]
    return sentence + place
