"""Rule packs: built in, the organisation's own, and those that hold for one meeting."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from huiwu.compliance.models import RulePack
from huiwu.compliance.rules.packs import Pack

DATA = Path(__file__).resolve().parent.parent / "data" / "rule_packs.json"


@cache
def built_in_packs() -> tuple[Pack, ...]:
    """The packs that come with the product, as stated in their sources."""
    return tuple(pack_from(row) for row in json.loads(DATA.read_text(encoding="utf-8")))


def pack_from(row: dict[str, Any]) -> Pack:
    """A pack from plain data (the package's JSON, the snapshot in a signed checklist)."""
    until = row["effective_to"]
    dates = {
        "effective_from": date.fromisoformat(row["effective_from"]),
        "effective_to": date.fromisoformat(until) if until else None,
    }
    lists = {name: tuple(row[name]) for name in ("applies_to", "pending")}
    return Pack(**{**row, **dates, **lists})


def plain_pack(pack: Pack) -> dict[str, Any]:
    """The opposite of `pack_from`: what a signed checklist keeps."""
    return {
        "code": pack.code,
        "topic": pack.topic,
        "region": pack.region,
        "applies_to": list(pack.applies_to),
        "basis": pack.basis,
        "effective_from": pack.effective_from.isoformat(),
        "effective_to": pack.effective_to.isoformat() if pack.effective_to else None,
        "params": pack.params,
        "status": pack.status,
        "pending": list(pack.pending),
        "severity": pack.severity,
        "exception_policy": pack.exception_policy,
    }


def own_pack(row: RulePack) -> Pack:
    return Pack(
        code=row.code,
        topic=row.topic,
        region=row.region,
        applies_to=tuple(row.applies_to),
        basis=row.basis,
        effective_from=row.effective_from,
        effective_to=row.effective_to,
        params=row.params,
        status=row.status,
        pending=tuple(row.pending),
        severity=row.severity,
        exception_policy=row.exception_policy,
        is_own=True,
        revision=row.revision,
    )


def packs_of(org_id: UUID) -> list[Pack]:
    """Every pack of an organisation, its own in place of built-in ones of the same code, by topic."""
    own = {row.code: own_pack(row) for row in RulePack.objects.filter(org_id=org_id)}
    built_in = [pack for pack in built_in_packs() if pack.code not in own]
    order = [pack.topic for pack in built_in_packs()]
    return sorted([*own.values(), *built_in], key=lambda p: (order.index(p.topic), p.code))


def pack_of(org_id: UUID, code: str) -> Pack | None:
    return next((pack for pack in packs_of(org_id) if pack.code == code), None)


def built_in_pack(code: str) -> Pack | None:
    """The pack as the product brings it, to compare an own copy with."""
    found = next((pack for pack in built_in_packs() if pack.code == code), None)
    return replace(found) if found else None
