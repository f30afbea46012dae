"""The brief as a kind of document: what stands on its sheet, what differs, what is missing, what rests on it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.brief.choices import BRIEF
from huiwu.brief.errors import SENTENCES
from huiwu.brief.events import BriefSigned
from huiwu.brief.rules import budget_terms_missing, goals, has_approver, unfit, weak_goals
from huiwu.brief.schema import SCHEMA
from huiwu.documents.blocks import Block, KeyValues, Paragraph, Party, Sheet, SignatureBlock
from huiwu.documents.fourstate import FieldSpec, shown, unfilled
from huiwu.documents.kinds import DocumentKind, FieldDifference, Missing, Signing, register
from huiwu.documents.models import Document
from huiwu.documents.queries import confirmation
from huiwu.foundation.registry.impact import Change


def sheet(meeting: Any, content: dict[str, Any], version: Any) -> Sheet:
    """《会议需求简报》 as a sheet; `version` None is the draft."""
    head: tuple[Block, ...] = (
        KeyValues(
            (
                (_("客户"), meeting.client.name if meeting.client else ""),
                (_("服务单位"), meeting.org.name),
                (_("立项号"), meeting.number),
            )
        ),
    )
    return Sheet(
        title=_("会议需求简报"),
        blocks=(*head, *SCHEMA.to_blocks(content), *_closing(meeting, version)),
        doc_no=version.header.get("document", "") if version else "",
        version=str(version.number) if version else "",
        dated_on=version.proposed_at.astimezone(ZoneInfo(meeting.time_zone)).date() if version else None,
        meeting_name=meeting.name,
        status_word=_("草稿") if version is None else "",
    )


def _closing(meeting: Any, version: Any) -> tuple[Block, ...]:
    note = Paragraph(_("请逐项核对。注明“未填”的事项尚待确认；确认后如有变化，须另出新版本并重新确认。"))
    client = Party(role=_("客户确认"), organisation=meeting.client.name if meeting.client else "")
    ours = Party(role=_("编制"), organisation=meeting.org.name)
    return (note, SignatureBlock((_signed(client, meeting, version), ours)))


def _signed(party: Party, meeting: Any, version: Any) -> Party:
    signoff = confirmation(version) if version else None
    if signoff is None:
        return party
    return Party(
        role=party.role,
        organisation=party.organisation,
        name=signoff.person_name,
        signed_at=signoff.signed_at.astimezone(ZoneInfo(meeting.time_zone)),
        version_hash=signoff.version_hash,
    )


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[FieldDifference]:
    return SCHEMA.differences(before, after)


def missing(content: dict[str, Any], meeting: Any) -> list[Missing]:
    """Unfilled required fields (OM-001, OM-002, OM-004 among them) and contradictions: what the client cannot sign."""
    found = {row.key: row for row in SCHEMA.missing(content)}
    for key, code in unfit(content):
        found.setdefault(key, Missing(key, str(SCHEMA[key].label), str(SENTENCES[code])))
    order = [spec.key for spec in SCHEMA.fields]
    return sorted(found.values(), key=lambda row: order.index(row.key))


def lacking(document: Document) -> list[Missing]:
    """What forbids a version of the draft as it stands."""
    return missing(document.draft, document.meeting)


def advice(content: dict[str, Any]) -> list[Missing]:
    """What does not forbid a version but is warned of before the client signs (OM-006, OM-007, OM-008, "G1 前")."""
    found = [] if goals(content) else [Missing("kpi", str(SCHEMA["kpi"].label), shown_field(content, "kpi"))]
    found += [
        Missing("kpi", str(SCHEMA["kpi"].label), _("“{metric}”缺目标值或测量方式").format(metric=goal.metric))
        for goal in weak_goals(content)
    ]
    asked = [*budget_terms_missing(content), *([] if has_approver(content) else ["client_approver"])]
    return found + [Missing(key, str(SCHEMA[key].label), shown_field(content, key)) for key in asked]


def changes(before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    """One Change per field that reads differently: `brief.name`, `brief.start_date`, `brief.headcount` …"""
    return [
        Change(f"brief.{row.key}", row.label, row.before_text, row.after_text) for row in differences(before, after)
    ]


def signed(signing: Signing) -> BriefSigned:
    return BriefSigned(
        meeting_id=signing.meeting.pk,
        document_id=signing.document.pk,
        version_id=signing.version.pk,
        version_hash=signing.version.content_hash,
    )


def editor_url(meeting: Any, key: str = "") -> str:
    """The section of the editor in which a field is filled in."""
    if not key:
        return reverse("brief:editor", kwargs={"slug": meeting.slug})
    section = SCHEMA[key].section
    return reverse("brief:section", kwargs={"slug": meeting.slug, "section": section}) + f"#field-{key}"


def shown_field(content: dict[str, Any], key: str) -> str:
    """One field as a person reads it."""
    spec: FieldSpec = SCHEMA[key]
    return shown(spec, content.get(key) or unfilled())


def field_list(_content: dict[str, Any]) -> Iterable[tuple[str, Any, Any]]:
    return SCHEMA.field_list()


register(
    DocumentKind(
        code=BRIEF,
        title=gettext_lazy("会议需求简报"),
        prefix="BR",
        gates=("G1",),
        signer="client",
        view="brief.view",
        edit="brief.edit",
        sign_off="brief.invite",
        sheet=sheet,
        url=lambda document: editor_url(document.meeting),
        differences=differences,
        missing=missing,
        changes=changes,
        signed=signed,
        fields=field_list,
        owner_role="account_manager",
    )
)
