"""What is wrong with an invoice, in sentences of the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from huiwu.invoices.choices import Field, Issue, Source
from huiwu.invoices.models import Invoice


@dataclass(frozen=True, slots=True)
class IssueLine:
    code: str
    weight: str
    text: str


def issue_lines(invoice: Invoice) -> list[IssueLine]:
    """Every issue as a sentence, the heaviest first."""
    return [IssueLine(issue["code"], issue["weight"], issue_text(issue)) for issue in invoice.issues]


def issue_text(issue: dict[str, Any]) -> str:
    """One issue's sentence; a code of a later version shows as itself."""
    if issue["code"] not in Issue.values:
        return str(issue["code"])
    values = {name: _worded(name, str(value)) for name, value in issue.get("values", {}).items()}
    return str(Issue(issue["code"]).label).format_map(_Blank(values))


def _worded(name: str, text: str) -> str:
    if name in ("field", "taken") and text in Field.values:
        return str(Field(text).label)
    if name in ("one_source", "other_source") and text in Source.values:
        return str(Source(text).label)
    if name == "side":
        return _("购买方") if text == "buyer" else _("销售方")
    return text


class _Blank(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""
