"""Values of plans and templates as the reader's language says them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template

from huiwu.accounts.choices import Role
from huiwu.planning.bridge import rows, wording
from huiwu.planning.choices import GateParty
from huiwu.planning.models import in_english

register = template.Library()
register.filter("unmet_sentence", wording.unmet_sentence)
register.filter("listed", wording.listed)
register.filter("section_word", rows.section_word)


@register.filter
def named(item: Mapping[str, Any]) -> str:
    """The name of a step in a stored difference."""
    return in_english(item.get("name_en") or "") or str(item["name"])


@register.filter
def template_title(item: Any) -> str:
    """The name of a template's step, gate or tier, or of the template itself; nothing for nothing."""
    if not item:
        return ""
    english = item.get("title_en") if "title" in item else item.get("en")
    return in_english(english or "") or str(item.get("title") or item.get("zh", ""))


@register.filter
def role_words(roles: Any) -> str:
    """Roles of a template, which holds Chinese words or codes, as the labels of the roles."""
    codes, labels = rows.role_codes(), dict(Role.choices)
    found = [roles] if isinstance(roles, str) else roles
    return wording.listed(dict.fromkeys(str(labels.get(codes.get(role, role), role)) for role in found))


@register.filter
def party_word(party: str) -> str:
    return str(dict(GateParty.choices).get(party, party))


@register.filter
def basis_word(gate: Mapping[str, Any]) -> str:
    return in_english(gate.get("basis_en") or "") or str(gate.get("basis", ""))


@register.filter
def days_before(days: int | Iterable[int]) -> str:
    """`-60` → `60`, `[-120, -90]` → `90–120`."""
    found = sorted(abs(day) for day in ([days] if isinstance(days, int) else days))
    return "–".join(str(day) for day in dict.fromkeys(found))


@register.filter
def spread(values: Any) -> str:
    """One number or a range."""
    return "–".join(f"{value:g}" for value in (values if isinstance(values, list) else [values]))


@register.filter
def merges_of(content: Mapping[str, Any], tier: str) -> str:
    """The groups of steps that become one at this tier."""
    return wording.listed(" + ".join(group) for group in rows.merge_groups(content, tier))
