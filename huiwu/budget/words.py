"""A line's quantity in words, the same on pages, sheets and in Excel."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from huiwu.budget.choices import Basis, Group, Unit


def plain_number(value: Decimal | str | int) -> str:
    """1.500 → 1.5, 2.000 → 2."""
    text = format(Decimal(value).normalize(), "f")
    return "0" if text == "-0" else text


def unit_word(unit: str) -> str:
    return str(dict(Unit.choices).get(unit, unit))


def formula(row: Mapping[str, Any]) -> str:
    """`row` as a version keeps a line: basis, group, function, people, people_basis and the factors."""
    unit = unit_word(row["unit"])
    parts = [_people(row, unit) if row["basis"] else f"{plain_number(row['count'])} {unit}"]
    if Decimal(row["days"]) != 1:
        parts.append(_("{n} 天").format(n=plain_number(row["days"])))
    if Decimal(row["times"]) != 1:
        parts.append(plain_number(row["times"]))
    return " × ".join(parts)


def _people(row: Mapping[str, Any], unit: str) -> str:
    who = row.get("function") or str(dict(Group.choices).get(row["group"], row["group"]))
    basis = str(dict(Basis.choices).get(row["basis"], row["basis"]))
    if row["people"] is None:
        return _("{who}{basis}人数未填").format(who=who, basis=basis)
    said = _("{who}{basis} {people} 人").format(who=who, basis=basis, people=row["people"])
    if row["people_basis"] != row["basis"]:
        really = str(dict(Basis.choices).get(row["people_basis"], row["people_basis"]))
        said = _("{who}{basis}（暂按{really}）{people} 人").format(
            who=who, basis=basis, really=really, people=row["people"]
        )
    if row["overage_permille"]:
        said += f" + {plain_number(Decimal(row['overage_permille']) / 10)}%"
    if row["people_per_unit"] != 1:
        said += _(" ÷ 每{unit} {n} 人").format(unit=unit, n=row["people_per_unit"])
    if row["spare"]:
        said += _(" + 备 {n} {unit}").format(n=row["spare"], unit=unit)
    return said
