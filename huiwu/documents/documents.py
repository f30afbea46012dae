"""The one kind of document this capability owns: 现场变更单 (documents.md §22, gate G8)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.documents.blocks import (
    Block,
    Bullets,
    Heading,
    KeyValues,
    Paragraph,
    Party,
    Sheet,
    SignatureBlock,
)
from huiwu.documents.choices import Party as Asking
from huiwu.documents.choices import VersionStatus
from huiwu.documents.events import ChangeOrderSigned
from huiwu.documents.kinds import DocumentKind, FieldDifference, Signing, register
from huiwu.documents.queries import confirmation
from huiwu.documents.services.change_orders import KIND, TERMS
from huiwu.kernel.facts import Fact
from huiwu.kernel.money import yuan

LABELS = {
    "summary": gettext_lazy("变更内容"),
    "reason": gettext_lazy("原因"),
    "requested_by": gettext_lazy("提出人"),
    "requested_party": gettext_lazy("提出方"),
    "cost_cents": gettext_lazy("费用影响"),
    "settlement_basis": gettext_lazy("结算口径"),
    "time_effect": gettext_lazy("时间影响"),
}


def _text(content: dict[str, Any], name: str) -> str:
    value = content.get(name)
    if name == "cost_cents":
        return _("无费用影响") if not value else f"{'+' if value > 0 else ''}¥{yuan(value)}"
    if name == "requested_party":
        return str(dict(Asking.choices).get(str(value), value or ""))
    return str(value) if value else _("无")


def sheet(meeting: Any, content: dict[str, Any], version: Any) -> Sheet:
    """One page: what changes, who asked, cost and time, what it touches, both signatures."""
    base = content.get("document", {})
    blocks: list[Block] = [
        KeyValues(
            (
                (_("所变更的单据"), f"{base.get('title', '')} {base.get('number', '')}"),
                (_("冻结版本"), _("第 {version} 版").format(version=base.get("version", ""))),
                (_("冻结日期"), base.get("frozen_on", "")),
                *((str(LABELS[name]), _text(content, name)) for name in ("requested_by", "requested_party")),
            )
        ),
        Heading(1, str(LABELS["summary"])),
        Paragraph(_text(content, "summary")),
        Heading(1, str(LABELS["reason"])),
        Paragraph(_text(content, "reason")),
        Heading(1, _("费用与时间")),
        KeyValues(
            tuple((str(LABELS[n]), _text(content, n)) for n in ("cost_cents", "settlement_basis", "time_effect"))
        ),
        Heading(1, _("变更的字段")),
        Bullets(
            tuple(change["label"] for change in content.get("changed_fields", ())) or (_("未指明字段，见变更内容"),)
        ),
        Heading(1, _("受影响单据清单")),
        Bullets(tuple(_impact_line(item) for item in content.get("impacts", ())) or (_("没有查到其他受影响的单据"),)),
        SignatureBlock(_parties(meeting, content, version)),
    ]
    return Sheet(
        title=_("现场变更单"),
        blocks=tuple(blocks),
        meeting_name=meeting.name,
        status_word=_("草稿") if version is None else "",
        issuer=meeting.org.name,
    )


def _impact_line(item: dict[str, Any]) -> str:
    return f"{item['label']}（{_('已确认，须另行变更')}）" if item.get("needs_change_order") else str(item["label"])


def _parties(meeting: Any, content: dict[str, Any], version: Any) -> tuple[Party, ...]:
    ours = Party(
        _("承办方"),
        meeting.org.name,
        content.get("opened_by", ""),
        version.proposed_at if version is not None else None,
    )
    signoff = confirmation(version) if version is not None and version.status != VersionStatus.REVIEW else None
    client = meeting.client.name if meeting.client else ""
    if signoff is None:
        return (ours, Party(_("客户"), client))
    return (ours, Party(_("客户"), client, signoff.person_name, signoff.signed_at, signoff.version_hash))


def _differences(before: dict[str, Any], after: dict[str, Any]) -> Iterable[FieldDifference]:
    for name in TERMS:
        old, new = _text(before, name), _text(after, name)
        if old != new:
            yield FieldDifference(name, str(LABELS[name]), old, new)


def _signed(signing: Signing) -> Fact:
    order = signing.document.change_order
    return ChangeOrderSigned(
        meeting_id=signing.meeting.pk,
        document_id=order.document_id,
        doc_kind=order.document.kind,
        change_order_id=order.pk,
        version_id=signing.version.pk,
        version_hash=signing.version.content_hash,
    )


def _url(document: Any) -> str:
    return reverse("documents:change_order", args=[document.meeting.slug, document.subject_id])


register(
    DocumentKind(
        code=KIND,
        title=gettext_lazy("现场变更单"),
        prefix="CO",
        gates=("G8",),
        signer="client",
        view="documents.view",
        edit="documents.change",
        sign_off="documents.change",
        sheet=sheet,
        differences=_differences,
        signed=_signed,
        url=_url,
        fields=lambda content: [(name, label, "") for name, label in LABELS.items()],
        rests_on=(),
    )
)
