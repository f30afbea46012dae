"""Gates, size tiers and merges of a template: web input to the catalogue's shape."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiwu.planning.bridge import rows
from huiwu.planning.choices import GateParty


class GateRow(forms.Form):
    """One gate; a row without a code is left out."""

    id = forms.CharField(label=_("编号"), max_length=8, required=False)
    zh = forms.CharField(label=_("名称"), max_length=160, required=False)
    en = forms.CharField(label=_("英文名称"), max_length=160, required=False)
    party = forms.ChoiceField(label=_("确认方"), choices=GateParty.choices, required=False)
    confirmed_by = forms.CharField(label=_("谁确认"), max_length=60, required=False)
    steps = forms.CharField(label=_("步骤"), required=False, help_text=_("步骤编号，用空格分开"))
    basis = forms.CharField(label=_("依据"), max_length=60, required=False)

    def gate(self, before: Mapping[str, Any]) -> dict[str, Any]:
        data = self.cleaned_data
        kept = {k: v for k, v in before.items() if not k.endswith("_en") or before.get(k[:-3]) == data.get(k[:-3])}
        return kept | data | {"steps": data["steps"].replace("，", " ").replace("、", " ").split()}


class TierRow(forms.Form):
    """One size tier with the groups of steps that become one at that size; a row without a code is left out."""

    id = forms.CharField(label=_("编号"), max_length=4, required=False)
    zh = forms.CharField(label=_("名称"), max_length=40, required=False)
    en = forms.CharField(label=_("英文名称"), max_length=40, required=False)
    max_headcount = forms.IntegerField(label=_("人数上限"), min_value=1, required=False)
    prep_from = forms.IntegerField(label=_("筹备天数，至少"), min_value=1, max_value=2000, required=False)
    prep_to = forms.IntegerField(label=_("筹备天数，至多"), min_value=1, max_value=2000, required=False)
    factor_from = forms.DecimalField(label=_("时间系数，至少"), min_value=0, max_value=20, required=False)
    factor_to = forms.DecimalField(label=_("时间系数，至多"), min_value=0, max_value=20, required=False)
    merges = forms.CharField(
        label=_("合并的步骤"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("每行一组，步骤编号用空格分开，并入第一个"),
    )

    def tier(self, before: Mapping[str, Any]) -> dict[str, Any]:
        data = self.cleaned_data
        days = sorted({-(data[name] or 0) for name in ("prep_from", "prep_to") if data[name]}) or [0]
        factors = sorted({float(data[name]) for name in ("factor_from", "factor_to") if data[name] is not None}) or [0]
        return {
            **before,
            "id": data["id"],
            "zh": data["zh"],
            "en": data["en"],
            "max_headcount": data["max_headcount"],
            "prep_start_day": days[0] if len(days) == 1 else days,
            "time_factor": factors[0] if len(factors) == 1 else factors,
        }

    def groups(self) -> list[list[str]]:
        lines = [
            line.replace("，", " ").replace("、", " ").split() for line in self.cleaned_data["merges"].splitlines()
        ]
        return [line for line in lines if line]


class RulesForm(forms.Form):
    """Both lists on one page, with one spare row each, saved as one revision."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, content: Mapping[str, Any], revision: int, data: Any = None) -> None:
        super().__init__(data, initial={"revision": revision})
        gates = forms.formset_factory(GateRow, extra=1, max_num=200)
        tiers = forms.formset_factory(TierRow, extra=1, max_num=20)
        self.gates = gates(data, prefix="gates", initial=[_gate_values(gate) for gate in content["gates"]])
        given = [_tier_values(content, tier) for tier in content["size_tiers"]]
        self.tiers = tiers(data, prefix="tiers", initial=given)

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.gates.is_valid(), self.tiers.is_valid()])

    def content(self, before: Mapping[str, Any]) -> dict[str, Any]:
        """The template with these rules. A step's own gate follows the list of its gate: one truth, written in both places."""
        old_gates = {gate["id"]: gate for gate in before["gates"]}
        old_tiers = {tier["id"]: tier for tier in before["size_tiers"]}
        gates = [row.gate(old_gates.get(row.cleaned_data["id"], {})) for row in self._filled(self.gates)]
        tiers = self._filled(self.tiers)
        merges = {row.cleaned_data["id"]: row.groups() for row in tiers if row.groups()}
        same = {tier: rows.merge_groups(before, tier) for tier in before.get("merge_at", {})}
        if merges == same:
            merges = before.get("merge_at", {})
        return {
            **before,
            "gates": gates,
            "size_tiers": [row.tier(old_tiers.get(row.cleaned_data["id"], {})) for row in tiers],
            "merge_at": merges,
            "steps": [_step_with_gate(step, gates) for step in before["steps"]],
        }

    @staticmethod
    def _filled(rows_: Any) -> list[Any]:
        return [row for row in rows_ if row.cleaned_data.get("id")]


def _step_with_gate(step: dict[str, Any], gates: list[dict[str, Any]]) -> dict[str, Any]:
    own = next((gate for gate in gates if step["id"] in gate["steps"]), None)
    had = step.get("gate") or {}
    if own is None:
        return step | {"gate": had | {"id": None}} if had.get("id") else step
    if had.get("id") == own["id"]:
        return step | {"gate": had | {"party": own["party"]}}
    return step | {"gate": {"note": "", **had, "id": own["id"], "party": own["party"], "blocking": True}}


def _gate_values(gate: Mapping[str, Any]) -> dict[str, Any]:
    return {**gate, "steps": " ".join(gate.get("steps", ()))}


def _tier_values(content: Mapping[str, Any], tier: Mapping[str, Any]) -> dict[str, Any]:
    days = sorted(abs(day) for day in _both(tier["prep_start_day"]))
    factors = sorted(_both(tier["time_factor"]))
    return {
        **tier,
        "prep_from": days[0],
        "prep_to": days[-1],
        "factor_from": factors[0],
        "factor_to": factors[-1],
        "merges": "\n".join(" ".join(group) for group in rows.merge_groups(content, tier["id"])),
    }


def _both(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
