"""《决算表》 as a kind of document: the client's sign-off opens G9."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.documents.kinds import DocumentKind, FieldDifference, Missing, Signing, register
from huiwu.kernel.money import yuan
from huiwu.settlement.choices import FINAL, PaperKind
from huiwu.settlement.events import FinalSettlementSigned
from huiwu.settlement.queries.final import shows_cost
from huiwu.settlement.sheet import final_sheet, line_name


def missing(content: dict[str, Any], _meeting: Any) -> Iterable[Missing]:
    """What forbids showing the settlement to the client."""
    for number, party in enumerate(content["unsettled"], 1):
        yield Missing(f"supplier.{number}", party, _("供应商结算还没有审批"))
    for change in content["unsigned_changes"]:
        yield Missing(f"change.{change['number']}", change["summary"], _("变更费用没有客户签字，不得计入决算"))
    for kind in content["missing_papers"]:
        yield Missing(f"paper.{kind}", str(PaperKind(kind).label), _("公共机构结算须附"))
    limit = content["threshold_permille"]
    for line in content["lines"]:
        share = line["variance_permille"]
        is_far = abs(share) > limit if share is not None else bool(line["variance_cents"])
        if is_far and not line["reason"]:
            yield Missing(f"reason.{line['key']}", line_name(line), _("差异超过 {n}‰，请写明原因").format(n=limit))


def differences(before: dict[str, Any], after: dict[str, Any]) -> Iterable[FieldDifference]:
    """Lines that read differently to the client: of a lump sum, nothing of what things cost."""
    old = {line["key"]: line for line in before.get("lines", [])}
    new = {line["key"]: line for line in after.get("lines", [])}
    for key in dict.fromkeys([*old, *new]):
        texts = _text(before, old.get(key)), _text(after, new.get(key))
        if texts[0] != texts[1]:
            yield FieldDifference(key, line_name(new.get(key) or old[key]), *texts, _("决算明细"))
    if before.get("conclusion", "") != after.get("conclusion", ""):
        yield FieldDifference("conclusion", _("结论"), before.get("conclusion", ""), after["conclusion"], _("结论"))


def _text(content: dict[str, Any], line: dict[str, Any] | None) -> str:
    if line is None:
        return ""
    budget = _("预算 {budget}").format(budget=yuan(line["budget_cents"] + line["changed_cents"]))
    if not shows_cost(content):
        return budget
    spent = _("实际 {actual}").format(actual=yuan(line["actual_cents"]))
    return " · ".join(filter(None, [budget, spent, line["reason"]]))


def fields(content: dict[str, Any]) -> Iterable[tuple[str, Any, Any]]:
    for line in content.get("lines", []):
        yield line["key"], line_name(line), _("决算明细")
    yield "conclusion", _("结论"), _("结论")


def signed(signing: Signing) -> FinalSettlementSigned:
    version = signing.version
    return FinalSettlementSigned(
        meeting_id=version.document.meeting_id,
        document_id=version.document_id,
        version_id=version.pk,
        version_hash=version.content_hash,
        number=version.number,
    )


register(
    DocumentKind(
        code=FINAL,
        title=gettext_lazy("决算表"),
        prefix="JS",
        gates=("G9",),
        signer="client",
        view="settlement.view",
        edit="settlement.edit",
        sign_off="settlement.invite",
        sheet=final_sheet,
        url=lambda document: reverse("settlement:final", args=[document.meeting.slug]),
        differences=differences,
        missing=missing,
        signed=signed,
        fields=fields,
        rests_on=(),
        owner_role="finance",
    )
)
