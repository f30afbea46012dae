"""Contracts as documents: the client's, whose sign-off opens G3a, and all others, approved by our own reviewer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.contracts import snapshot as shots
from huiwu.contracts.choices import CONTRACT, MAIN_CONTRACT, Kind
from huiwu.contracts.schema import SCHEMAS
from huiwu.contracts.sheet import contract_sheet
from huiwu.documents.blocks import Sheet
from huiwu.documents.kinds import DocumentKind, FieldDifference, Missing, register

FIGURES = "contract"
"""Key of a version's content under which `snapshot.snapshot` stands, beside the clauses."""


def kind_of_content(content: dict[str, Any]) -> str:
    return str((content.get(FIGURES) or {}).get("kind") or Kind.CLIENT)


def sheet(meeting: Any, content: dict[str, Any], version: Any) -> Sheet:
    held = content.get(FIGURES)
    if not held:
        return Sheet(title=_("合同"), status_word=_("草稿"), meeting_name=meeting.name)
    return contract_sheet(meeting, content, held, version=version, status_word="" if version else "草稿")


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[FieldDifference]:
    """Figures and rows first, then the clauses that read differently."""
    found = shots.differences(before.get(FIGURES) or {}, after[FIGURES]) if after.get(FIGURES) else []
    return [*found, *SCHEMAS[kind_of_content(after)].differences(before, after)]


def missing(content: dict[str, Any], _meeting: Any) -> list[Missing]:
    """Clauses that nobody answered; an answered one may say 无 or 不适用."""
    return SCHEMAS[kind_of_content(content)].missing(content)


def field_list(content: dict[str, Any]) -> Iterable[tuple[str, Any, Any]]:
    yield "contract.amount", _("合同额与付款"), _("合同要素")
    yield from SCHEMAS[kind_of_content(content)].field_list()


def document_url(document: Any) -> str:
    return reverse("contracts:contract", args=[document.meeting.slug, document.subject_id])


register(
    DocumentKind(
        code=MAIN_CONTRACT,
        title=gettext_lazy("主合同"),
        prefix="MC",
        gates=("G3a",),
        signer="client",
        view="contracts.view",
        edit="contracts.edit",
        sign_off="contracts.invite",
        sheet=sheet,
        url=document_url,
        differences=differences,
        missing=missing,
        fields=field_list,
        rests_on=(),
        owner_role="commercial_manager",
    )
)
register(
    DocumentKind(
        code=CONTRACT,
        title=gettext_lazy("合同"),
        prefix="CT",
        signer="internal",
        view="contracts.view",
        edit="contracts.edit",
        sign_off="contracts.seal",
        sheet=sheet,
        url=document_url,
        differences=differences,
        missing=missing,
        fields=field_list,
        rests_on=(),
        owner_role="commercial_manager",
    )
)
