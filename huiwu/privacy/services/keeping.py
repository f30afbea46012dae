"""Terms of keeping, impact assessments, transfers abroad."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.foundation.registry.personal import FieldGroup
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound, StaleEdit
from huiwu.meetings.models import Meeting
from huiwu.privacy import rules
from huiwu.privacy.choices import Ground
from huiwu.privacy.events import CrossBorderRegistered, ImpactAssessed, RetentionRuleSet
from huiwu.privacy.models import CrossBorderTransfer, ImpactAssessment, RetentionRule

LONGEST_DAYS = 3650


@transaction.atomic
def set_retention(
    *, actor: Actor, meeting: Meeting, group: str, days_after: int, basis: str, revision: int = 0
) -> RetentionRule:
    """The meeting's own term of a group, in days after its last day, with the reason (a law, the client's word).

    Raises InvalidInput, StaleEdit.
    """
    require(actor, "privacy.edit", meeting)
    fields: dict[str, list[str]] = {}
    if group not in FieldGroup.values or not 0 <= days_after <= LONGEST_DAYS:
        fields["days_after"] = [_("请填写 0 至 3650 天")]
    if not basis.strip():
        fields["basis"] = [_("请写明依据")]
    if fields:
        raise InvalidInput(fields=fields, detail=_("请写明天数与依据。"))
    values = {"days_after": days_after, "basis": basis.strip()[:300], "set_by": actor.user}
    rows = RetentionRule.objects.filter(meeting=meeting, group=group)
    if revision:
        if not rows.filter(revision=revision).update(**values, revision=F("revision") + 1, updated_at=clock.now()):
            raise StaleEdit(theirs=rows.first(), who=_("同事"))
    else:
        try:
            with transaction.atomic():
                RetentionRule.objects.create(meeting=meeting, group=group, **values)
        except IntegrityError:
            raise StaleEdit(theirs=rows.first(), who=_("同事")) from None
    fact = RetentionRuleSet(meeting_id=meeting.pk, field_group=group, days_after=days_after)
    record(fact, actor=actor, org_id=meeting.org_id)
    return rows.get()


@transaction.atomic
def assess_impact(
    *,
    actor: Actor,
    meeting: Meeting,
    title: str,
    groups: Sequence[str],
    necessity: str,
    risks: str,
    measures: str,
    conclusion: str,
    assessed_on: date,
    assessment_id: UUID | None = None,
    revision: int = 0,
) -> ImpactAssessment:
    """Keep an impact assessment (PIPL art. 55, 56), for three years from its day. Raises InvalidInput, StaleEdit, NotFound."""
    require(actor, "privacy.edit", meeting)
    texts = {"title": title, "necessity": necessity, "risks": risks, "measures": measures, "conclusion": conclusion}
    fields = {name: [_("请填写")] for name, text in texts.items() if not text.strip()}
    if not groups or set(groups) - set(FieldGroup.values):
        fields["groups"] = [_("请选择评估的信息种类")]
    if assessed_on > clock.today(meeting.time_zone):
        fields["assessed_on"] = [_("日期不能晚于今天")]
    if fields:
        raise InvalidInput(fields=fields, detail=_("请补齐后再保存。"))
    values = {name: text.strip() for name, text in texts.items()} | {
        "title": title.strip()[:160],
        "conclusion": conclusion.strip()[:500],
        "groups": [group.value for group in FieldGroup if group.value in groups],
        "assessed_by": actor.user,
        "assessed_on": assessed_on,
        "keep_until": rules.three_years_after(assessed_on),
    }
    if assessment_id is None:
        row = ImpactAssessment.objects.create(meeting=meeting, **values)
    else:
        rows = ImpactAssessment.objects.filter(meeting=meeting, pk=assessment_id)
        if not rows.filter(revision=revision).update(**values, revision=F("revision") + 1, updated_at=clock.now()):
            if (theirs := rows.first()) is None:
                raise NotFound
            raise StaleEdit(theirs=theirs, who=theirs.assessed_by.name if theirs.assessed_by else _("同事"))
        row = rows.get()
    fact = ImpactAssessed(meeting_id=meeting.pk, impact_assessment_id=row.pk)
    record(fact, actor=actor, org_id=meeting.org_id)
    return row


@transaction.atomic
def register_transfer(
    *,
    actor: Actor,
    meeting: Meeting,
    recipient: str,
    country: str,
    purpose: str,
    groups: Sequence[str],
    count: int,
    ground: str,
    sent_on: date,
    ground_note: str = "",
    contact: str = "",
    has_separate_consent: bool = False,
) -> CrossBorderTransfer:
    """Register who outside the mainland gets what, on which grounds (PIPL art. 38, 39). Raises InvalidInput."""
    require(actor, "privacy.edit", meeting)
    fields: dict[str, list[str]] = {}
    if not recipient.strip():
        fields["recipient"] = [_("请填写境外接收方")]
    if len(country) != 2 or not country.isalpha() or country.upper() == "CN":
        fields["country"] = [_("请填写境外国家或地区的两位代码")]
    if not groups or set(groups) - set(FieldGroup.values):
        fields["groups"] = [_("请选择")]
    if ground not in Ground.values:
        fields["ground"] = [_("请选择依据")]
    if not purpose.strip():
        fields["purpose"] = [_("请填写目的")]
    if fields:
        raise InvalidInput(fields=fields, detail=_("请补齐后再保存。"))
    row = CrossBorderTransfer.objects.create(
        meeting=meeting,
        recipient=recipient.strip()[:160],
        country=country.upper(),
        contact=contact.strip()[:160],
        purpose=purpose.strip()[:300],
        groups=[group.value for group in FieldGroup if group.value in groups],
        count=count,
        ground=ground,
        ground_note=ground_note.strip()[:300],
        has_separate_consent=has_separate_consent,
        sent_on=sent_on,
        saved_by=actor.user,
    )
    fact = CrossBorderRegistered(meeting_id=meeting.pk, cross_border_transfer_id=row.pk, count=count)
    record(fact, actor=actor, org_id=meeting.org_id)
    return row
