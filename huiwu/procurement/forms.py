"""Web input of procurement to clean values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiwu.accounts.choices import Role
from huiwu.foundation.fields import YuanField, day
from huiwu.foundation.sheets import values as reading
from huiwu.kernel.money import yuan
from huiwu.procurement.choices import AdjustmentKind, AdjustmentOrigin, PromiseKind
from huiwu.procurement.models import ProcurementPolicy, Quotation, QuotationLine, Rfq, RfqLine
from huiwu.procurement.services.quoting import ExtraLine, LinePrice
from huiwu.procurement.services.requesting import LineValues
from huiwu.suppliers.choices import SupplierCategory

SPARE_LINES = 5
SPARE_EXTRAS = 3
MOST_CRITERIA = 6


def words(label: Any, most: int, *, rows: int = 0, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=label, max_length=most, required=more.pop("required", False), widget=widget, **more)


class RateField(forms.CharField):
    """A tax rate as 6%, 6 or 0.06; its value is basis points."""

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=12, **more)

    def prepare_value(self, value: Any) -> Any:
        return f"{value / 100:g}%" if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        parsed = reading.rate(text)
        if parsed.refused:
            raise forms.ValidationError(parsed.refused)
        return parsed.value


class RfqForm(forms.Form):
    """The head of a request."""

    category = forms.ChoiceField(label=_("品类"), choices=SupplierCategory.choices)
    title = words(_("询价名称"), 160, required=True, help_text=_("供应商看到的名称，例如：主舞台搭建。"))
    due_on = day(_("报价截止日"), help_text=_("当天 24 点截止；发出后可以延长。"))
    deliver_on = day(_("交货或进场日"), required=False)
    place = words(_("交货或进场地点"), 200)
    with_tax = forms.BooleanField(label=_("价格含税"), required=False)
    with_transport = forms.BooleanField(label=_("价格含运输"), required=False)
    with_setup = forms.BooleanField(label=_("价格含安装撤场"), required=False)
    headcount = forms.IntegerField(
        label=_("按多少人询价"), required=False, min_value=1, max_value=500_000, help_text=_("按人计的行随它算数量。")
    )
    terms = words(_("要求与条款"), 5000, rows=4)

    @classmethod
    def initial_of(cls, rfq: Rfq) -> dict[str, Any]:
        return {name: getattr(rfq, name) for name in cls.base_fields}


class LinesSourceForm(forms.Form):
    """Where the lines of a new request come from."""

    source = forms.ChoiceField(label=_("明细来自"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, sources: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        source = self.fields["source"]
        assert isinstance(source, forms.ChoiceField)
        source.choices = list(sources)


@dataclass(slots=True)
class TypedLine:
    """One row of the lines editor as typed, with what is wrong in it."""

    values: dict[str, str]
    errors: list[str] = field(default_factory=list)


LINE_FIELDS = ("section", "item", "spec", "unit", "quantity", "per_person")


def typed_lines(post: Mapping[str, Any]) -> tuple[list[TypedLine], list[LineValues]]:
    """Rows of the editor; empty ones are left out, and removed ones. Values only where nothing is wrong."""
    count = min(reading.integer(post.get("count", "0")).value or 0, 1200)
    typed, good = [], []
    for n in range(count):
        row = TypedLine({name: str(post.get(f"{name}-{n}", ""))[:500] for name in LINE_FIELDS})
        if post.get(f"drop-{n}") or not any(row.values[name].strip() for name in LINE_FIELDS):
            continue
        line = _line_of(row)
        typed.append(row)
        if line is not None:
            good.append(line)
    return typed, good


def _line_of(row: TypedLine) -> LineValues | None:
    quantity = reading.quantity(row.values["quantity"]) if row.values["quantity"].strip() else reading.Parsed(None)
    per_person = (
        reading.quantity(row.values["per_person"]) if row.values["per_person"].strip() else reading.Parsed(None)
    )
    if not row.values["item"].strip():
        row.errors.append(gettext("没有填项目"))
    if quantity.value is None or quantity.value <= 0:
        row.errors.append(gettext("数量{why}").format(why=quantity.refused or gettext("须大于 0")))
    if per_person.refused:
        row.errors.append(gettext("每人数量{why}").format(why=per_person.refused))
    if row.errors:
        return None
    item, spec, unit, section = (row.values[name] for name in ("item", "spec", "unit", "section"))
    return LineValues(item, quantity.value, spec, unit, section, per_person.value or None)


def rows_of(lines: Sequence[RfqLine]) -> list[TypedLine]:
    return [
        TypedLine(
            {
                "section": line.section,
                "item": line.item,
                "spec": line.spec,
                "unit": line.unit,
                "quantity": f"{line.quantity.normalize():f}",
                "per_person": f"{line.per_person.normalize():f}" if line.per_person else "",
            }
        )
        for line in lines
    ]


INCLUDED = [("", _("未说明")), ("yes", _("含")), ("no", _("不含"))]


class IncludedField(forms.TypedChoiceField):
    """Yes, no, or not said."""

    def __init__(self, **more: Any) -> None:
        words_of = {"yes": True, "no": False}
        super().__init__(
            choices=INCLUDED, coerce=lambda text: words_of.get(text), empty_value=None, required=False,
            widget=forms.RadioSelect, **more,
        )  # fmt: skip

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no", None: ""}.get(value, value)


class QuoteForm(forms.Form):
    """What a supplier says beside the prices."""

    with_tax = IncludedField(label=_("价格含税"))
    with_transport = IncludedField(label=_("价格含运输"))
    with_setup = IncludedField(label=_("价格含安装撤场"))
    tax_bp = RateField(label=_("税率"), required=False, help_text=_("例如 6%；个别行不同的写在该行。"))
    valid_until = day(_("报价有效期至"), required=False)
    delivery = words(_("交期"), 300)
    payment = words(_("付款方式"), 300)
    warranty = words(_("质保"), 300)
    breach = words(_("违约责任"), 300)
    excluded = words(_("不包含的内容"), 2000, rows=2)
    cases = words(_("近三个同类案例"), 2000, rows=2)
    contact_name = words(_("联系人"), 80)
    contact_phone = words(_("联系电话"), 32)
    note = words(_("补充说明"), 2000, rows=2)
    file = forms.FileField(label=_("附件"), required=False, help_text=_("报价单盖章件、方案或图纸。"))

    @classmethod
    def initial_of(cls, quotation: Quotation) -> dict[str, Any]:
        return {name: getattr(quotation, name) for name in cls.base_fields if name != "file"}

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "file"}


@dataclass(slots=True)
class PriceRow:
    """A line of the request in the form, as typed."""

    line: RfqLine
    price: str = ""
    tax: str = ""
    note: str = ""
    error: str = ""


@dataclass(slots=True)
class ExtraRow:
    item: str = ""
    unit: str = ""
    quantity: str = ""
    price: str = ""
    note: str = ""
    error: str = ""


@dataclass(slots=True)
class Priced:
    """The price table of a quotation form: rows as typed and, where nothing is wrong, what they say."""

    rows: list[PriceRow]
    extra_rows: list[ExtraRow]
    prices: dict[Any, LinePrice] = field(default_factory=dict)
    extras: list[ExtraLine] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return not any(row.error for row in self.rows) and not any(row.error for row in self.extra_rows)


def priced(post: Mapping[str, Any], lines: Sequence[RfqLine]) -> Priced:
    """Read the price table out of a posted form (or a kept draft)."""
    found = Priced([], [])
    for line in lines:
        row = PriceRow(line, *(str(post.get(f"{name}-{line.pk}", ""))[:300] for name in ("price", "tax", "note")))
        found.rows.append(row)
        cents, rate = _read(row, row.price, reading.cents), _read(row, row.tax, reading.rate)
        if cents is not None and not row.error:
            found.prices[line.pk] = LinePrice(cents, rate, row.note.strip())
    for n in range(60):
        if f"x-item-{n}" not in post:
            break
        _extra(post, n, found)
    return found


def _extra(post: Mapping[str, Any], n: int, found: Priced) -> None:
    names = ("item", "unit", "quantity", "price", "note")
    row = ExtraRow(*(str(post.get(f"x-{name}-{n}", ""))[:300] for name in names))
    if not any(getattr(row, name).strip() for name in names):
        return
    found.extra_rows.append(row)
    cents = _read(row, row.price, reading.cents)
    quantity = _read(row, row.quantity or "1", reading.quantity)
    if not row.item.strip() or cents is None:
        row.error = row.error or gettext("另加的项须有名称和单价")
    if not row.error:
        found.extras.append(ExtraLine(row.item, cents or 0, quantity or Decimal(1), row.unit, note=row.note))


def _read(row: PriceRow | ExtraRow, text: str, read: Any) -> Any:
    if not text.strip():
        return None
    parsed = read(text)
    if parsed.refused:
        row.error = f"“{text.strip()}”{parsed.refused}"
    elif parsed.flagged and read is reading.cents:
        row.error = parsed.flagged
    return parsed.value


def priced_from(lines: Sequence[RfqLine], quoted: Sequence[QuotationLine]) -> Priced:
    """The price table filled with what was quoted before."""
    known = {row.rfq_line_id: row for row in quoted if row.rfq_line_id}
    rows = []
    for line in lines:
        row = known.get(line.pk)
        price = "" if row is None or row.unit_cents is None else yuan(row.unit_cents)
        tax = "" if row is None or row.tax_bp is None else f"{row.tax_bp / 100:g}%"
        rows.append(PriceRow(line, price, tax, row.note if row else ""))
    extras = [
        ExtraRow(row.item, row.unit, f"{row.quantity.normalize():f}", yuan(row.unit_cents or 0), row.note)
        for row in quoted
        if row.rfq_line_id is None
    ]
    return Priced(rows, extras)


class BasisForm(forms.Form):
    with_tax = IncludedField(label=_("价格含税"))
    with_transport = IncludedField(label=_("价格含运输"))
    with_setup = IncludedField(label=_("价格含安装撤场"))
    tax_bp = RateField(label=_("税率"), required=False)


class AdditionForm(forms.Form):
    """An amount for tax, transport, set-up, or a missing line."""

    kind = forms.ChoiceField(label=_("补什么"), choices=[])
    amount_cents = YuanField(label=_("金额（元，按询价口径）"), signed=True, help_text=_("要从报价里减去的写负数。"))
    origin = forms.ChoiceField(
        label=_("金额的来源"),
        choices=[*AdjustmentOrigin.choices[:2]],
        widget=forms.RadioSelect,
    )
    note = words(_("依据"), 300, help_text=_("估算须写明怎么算的；书面说明写明日期和来人。"))

    def __init__(self, *args: Any, missing: Sequence[RfqLine], **more: Any) -> None:
        super().__init__(*args, **more)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        sides = [row for row in AdjustmentKind.choices if row[0] != AdjustmentKind.SCOPE]
        kind.choices = [*sides, *((str(line.pk), gettext("未报：{item}").format(item=line.item)) for line in missing)]


class PromiseForm(forms.Form):
    kind = forms.ChoiceField(label=_("种类"), choices=PromiseKind.choices)
    text = words(_("承诺内容"), 300, required=True, help_text=_("例如：免费提供 2 支备用话筒。"))
    value_cents = YuanField(label=_("折合金额（元）"), required=False)
    promised_by = words(_("谁承诺的"), 80)
    promised_on = day(_("承诺日期"), required=False)


class PolicyForm(forms.Form):
    """The organisation's rules of buying."""

    fewest_quotes = forms.IntegerField(label=_("最少几家有效报价"), min_value=1, max_value=20)
    low_percent = forms.IntegerField(label=_("异常低价线（均价的 %）"), min_value=1, max_value=99)
    price_weight = forms.IntegerField(label=_("价格权重"), min_value=1, max_value=100)
    approval_limit_cents = YuanField(label=_("超过多少元须审批"))
    approver_role = forms.ChoiceField(label=_("由谁审批"), choices=Role.choices)
    client_limit_cents = YuanField(label=_("超过多少元须告知客户"))

    def __init__(self, data: Any = None, *, policy: ProcurementPolicy) -> None:
        super().__init__(data, initial={name: getattr(policy, name) for name in self.base_fields})
        for n in range(MOST_CRITERIA):
            known = policy.criteria[n] if n < len(policy.criteria) else {}
            self.fields[f"label-{n}"] = words(_("技术项"), 40, initial=known.get("label", ""))
            self.fields[f"weight-{n}"] = forms.IntegerField(
                label=_("权重"), min_value=1, max_value=99, required=False, initial=known.get("weight")
            )
        self.codes = [row["code"] for row in policy.criteria]

    def criteria_fields(self) -> list[tuple[Any, Any]]:
        return [(self[f"label-{n}"], self[f"weight-{n}"]) for n in range(MOST_CRITERIA)]

    def values(self) -> dict[str, Any]:
        clean = self.cleaned_data
        criteria = [
            {
                "code": self.codes[n] if n < len(self.codes) else f"own{n + 1}",
                "label": clean[f"label-{n}"].strip(),
                "weight": clean[f"weight-{n}"],
            }
            for n in range(MOST_CRITERIA)
            if clean[f"label-{n}"].strip() and clean[f"weight-{n}"]
        ]
        return {name: clean[name] for name in self.base_fields} | {"criteria": criteria}
