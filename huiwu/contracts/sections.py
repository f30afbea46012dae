"""Contracts in a meeting's menu and on its pages; across meetings for finance; defaults in the settings."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiwu.contracts.queries.sources import contract_from_candidate, contract_from_selection
from huiwu.foundation.actors import Actor
from huiwu.foundation.permission import can
from huiwu.foundation.registry.panels import panel
from huiwu.foundation.registry.sections import place, section, setting

place(
    "contracts",
    title=pgettext_lazy("menu", "合同"),
    icon="file-signature",
    group="finance",
    order=50,
    url=lambda: reverse("contracts:everywhere"),
)
section(
    "contracts",
    title=pgettext_lazy("menu", "合同"),
    icon="file-signature",
    group="before",
    order=26,
    permission="contracts.view",
    url=lambda meeting: reverse("contracts:register", args=[meeting.slug]),
)
setting(
    "contracts",
    title=_("合同默认值与模板"),
    detail=_("取消阶梯、敞口限额、止损线的默认值，各类合同的 Word 模板"),
    icon="file-pen",
    order=55,
    permission="contracts.view_standards",
    url=lambda: reverse("contracts:standards"),
)


def _from_selection(actor: Actor, selection: Any) -> dict[str, Any]:
    return {
        "contract": contract_from_selection(selection.pk),
        "may_draft": can(actor, "contracts.edit", selection.meeting) and selection.state == "approved",
    }


def _from_candidate(actor: Actor, candidate: Any) -> dict[str, Any] | None:
    contract = contract_from_candidate(candidate.pk)
    may_draft = can(actor, "contracts.edit", candidate.meeting) and candidate.list in ("recommended", "confirmed")
    return {"contract": contract, "may_draft": may_draft} if contract or may_draft else None


panel(
    "contracts.selection",
    place="selection",
    order=10,
    template="contracts/_from_selection.html",
    permission="contracts.view",
    context=_from_selection,
)
panel(
    "contracts.candidate",
    place="candidate",
    order=10,
    template="contracts/_from_candidate.html",
    permission="contracts.view",
    context=_from_candidate,
)
