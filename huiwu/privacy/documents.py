"""《个人信息删除证明》 as a kind of document: signed by the client, it opens G11."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.documents.kinds import DocumentKind, FieldDifference, Missing, Signing, register
from huiwu.foundation.registry.personal import FieldGroup
from huiwu.privacy.choices import DOCUMENT, EntrustState
from huiwu.privacy.events import ErasureCertified
from huiwu.privacy.sheets import meeting_certificate, party_text


def missing(content: dict[str, Any], _meeting: Any) -> Iterable[Missing]:
    """What forbids asking the client: data in other hands, data past its day."""
    for number, party in enumerate(content.get("parties", []), 1):
        if party["state"] != EntrustState.RETURNED:
            yield Missing(f"party.{number}", party["name"], _("还没有返还或删除的确认"))
    for left in content.get("left", []):
        if left["is_overdue"]:
            yield Missing(f"left.{left['group']}", str(FieldGroup(left["group"]).label), _("应删除而没有删除"))
    if not content.get("handed_over"):
        yield Missing("handed_over", _("资料移交清单"), _("请写明移交了什么，没有的写“无”"))
    if not content.get("backups"):
        yield Missing("backups", _("备份的处理"), _("请写明备份何时清除"))


def differences(before: dict[str, Any], after: dict[str, Any]) -> Iterable[FieldDifference]:
    for key, label in (("handed_over", _("资料移交清单")), ("backups", _("备份的处理"))):
        if before.get(key, "") != after.get(key, ""):
            yield FieldDifference(key, label, before.get(key, ""), after.get(key, ""))
    old = {party["name"]: party for party in before.get("parties", [])}
    for party in after.get("parties", []):
        texts = party_text(old[party["name"]]) if party["name"] in old else "", party_text(party)
        if texts[0] != texts[1]:
            yield FieldDifference(f"party.{party['name']}", party["name"], *texts, _("受托单位"))
    known = {row["label"] for row in before.get("erasures", [])}
    for row in after.get("erasures", []):
        if row["label"] not in known:
            text = _("{people} 人，{records} 条").format(people=row["people"], records=row["records"])
            yield FieldDifference(f"erasure.{row['label']}", row["label"], "", text, _("删除记录"))


def fields(content: dict[str, Any]) -> Iterable[tuple[str, Any, Any]]:
    yield "erasures", _("删除记录"), _("删除记录")
    for party in content.get("parties", []):
        yield f"party.{party['name']}", party["name"], _("受托单位")
    yield "handed_over", _("资料移交清单"), _("移交")
    yield "backups", _("备份的处理"), _("移交")


def signed(signing: Signing) -> ErasureCertified:
    version = signing.version
    return ErasureCertified(
        meeting_id=version.document.meeting_id,
        document_id=version.document_id,
        version_id=version.pk,
        version_hash=version.content_hash,
        number=version.number,
    )


register(
    DocumentKind(
        code=DOCUMENT,
        title=gettext_lazy("个人信息删除证明"),
        prefix="SCZM",
        gates=("G11",),
        signer="client",
        view="privacy.view",
        edit="privacy.edit",
        sign_off="privacy.invite",
        sheet=meeting_certificate,
        url=lambda document: reverse("privacy:certificate", args=[document.meeting.slug]),
        differences=differences,
        missing=missing,
        signed=signed,
        fields=fields,
        rests_on=(),
        owner_role="privacy_officer",
    )
)
