"""An organisation's own SOP: copied, edited, checked, published; a published version never changes."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from huiwu.accounts.models import Organisation
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound, StaleEdit
from huiwu.planning.bridge import rows
from huiwu.planning.choices import TemplateStatus
from huiwu.planning.errors import NameTaken, TemplatePublished
from huiwu.planning.events import TemplateCopied, TemplateEdited
from huiwu.planning.events import TemplatePublished as TemplateWasPublished
from huiwu.planning.models import BUILT_IN_NAME, SopTemplate


@transaction.atomic
def copy_template(*, actor: Actor, org_id: UUID, name: str, source_id: UUID | None = None) -> SopTemplate:
    """A draft of the organisation's own, from the built-in template (none) or one of its own versions. Raises NameTaken."""
    require(actor, "planning.edit_templates", org_id)
    if not name.strip():
        raise InvalidInput({"name": [_("请写模板名称。")]})
    source = template_of_org(org_id, source_id) if source_id else None
    content = copy.deepcopy(dict(source.content if source else rows.built_in())) | {"title": name.strip()}
    try:
        with transaction.atomic():
            made = SopTemplate.objects.create(
                org=Organisation.objects.get(pk=org_id),
                name=name.strip()[:120],
                content=content,
                based_on=str(source) if source else BUILT_IN_NAME,
            )
    except IntegrityError:
        raise NameTaken(name=name.strip()) from None
    record(TemplateCopied(template_id=made.pk), actor=actor, org_id=org_id)
    return made


@transaction.atomic
def new_version(*, actor: Actor, template_id: UUID) -> SopTemplate:
    """A draft that follows a published version; the draft that already follows it, if there is one."""
    source = _template(template_id)
    require(actor, "planning.edit_templates", source.org_id)
    family = SopTemplate.objects.filter(org_id=source.org_id, name=source.name)
    draft = family.filter(status=TemplateStatus.DRAFT).first()
    if draft is not None:
        return draft
    number = (family.aggregate(most=Max("number"))["most"] or 0) + 1
    made = SopTemplate.objects.create(
        org_id=source.org_id, name=source.name, number=number, content=source.content, based_on=str(source)
    )
    record(TemplateCopied(template_id=made.pk), actor=actor, org_id=made.org_id)
    return made


@transaction.atomic
def edit_template(*, actor: Actor, template_id: UUID, revision: int, content: Mapping[str, Any]) -> SopTemplate:
    """Save a draft. Raises TemplateFaulty naming every place, TemplatePublished, StaleEdit with their content."""
    template = _template(template_id)
    require(actor, "planning.edit_templates", template.org_id)
    if template.status == TemplateStatus.PUBLISHED:
        raise TemplatePublished
    rows.template_of(content)
    saved = SopTemplate.objects.filter(pk=template.pk, revision=revision, status=TemplateStatus.DRAFT).update(
        content=content, revision=F("revision") + 1
    )
    if not saved:
        raise StaleEdit(template.content, who=_("别人"))
    template.refresh_from_db()
    fact = TemplateEdited(template_id=template.pk, revision=template.revision)
    record(fact, actor=actor, org_id=template.org_id)
    return template


@transaction.atomic
def publish_template(*, actor: Actor, template_id: UUID) -> SopTemplate:
    """From now on meetings can be launched with this version, and it never changes again. Twice: the first holds."""
    template = _template(template_id)
    require(actor, "planning.edit_templates", template.org_id)
    rows.template_of(template.content)
    content = dict(template.content) | {"version": str(template.number)}
    won = SopTemplate.objects.filter(pk=template.pk, status=TemplateStatus.DRAFT, revision=template.revision).update(
        status=TemplateStatus.PUBLISHED, published_at=clock.now(), published_by=actor.user, content=content
    )
    if won:
        fact = TemplateWasPublished(template_id=template.pk, number=template.number)
        record(fact, actor=actor, org_id=template.org_id)
    template.refresh_from_db()
    return template


def template_of_org(org_id: UUID, template_id: UUID) -> SopTemplate:
    found = SopTemplate.objects.filter(pk=template_id, org_id=org_id).first()
    if found is None:
        raise NotFound
    return found


def _template(template_id: UUID) -> SopTemplate:
    found = SopTemplate.objects.filter(pk=template_id).first()
    if found is None:
        raise NotFound
    return found
