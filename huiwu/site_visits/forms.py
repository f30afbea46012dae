"""Web input of site visits to clean values."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiwu.kernel.money import cents_from_text, yuan
from huiwu.site_visits.choices import DateState, Dimension, Outcome
from huiwu.site_visits.models import Candidate
from huiwu.venues.choices import VenueKind
from huiwu.venues.models import Room


def words(label: Any, most: int, *, rows: int = 2, required: bool = False, help: Any = "") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, max_length=most, widget=area, help_text=help)


class TermsForm(forms.Form):
    """Quote, dates and main room of a candidate."""

    room = forms.ChoiceField(label=_("主会场用哪个厅"), required=False)
    quote = forms.CharField(
        label=_("本会议报价（含税）"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text=_("场租、餐饮、住宿等按同一口径合计，才能比价格分。"),
    )
    quote_note = forms.CharField(label=_("报价口径"), required=False, max_length=300)
    date_state = forms.ChoiceField(label=_("档期（含进场、撤场）"), choices=DateState.choices)
    date_note = forms.CharField(label=_("档期说明"), required=False, max_length=300)
    note = forms.CharField(label=_("备注"), required=False, max_length=500)

    def __init__(self, *args: Any, rooms: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        chosen = self.fields["room"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [("", _("未定")), *rooms]

    def clean_quote(self) -> int | None:
        text = self.cleaned_data["quote"]
        if not text:
            return None
        try:
            cents = cents_from_text(text)
        except ValueError:
            raise forms.ValidationError(gettext("请填写金额，最多两位小数")) from None
        if not 0 < cents < 10**14:
            raise forms.ValidationError(gettext("报价须大于 0，没有报价请留空"))
        return cents

    def clean_room(self) -> UUID | None:
        return UUID(self.cleaned_data["room"]) if self.cleaned_data["room"] else None

    @property
    def values(self) -> dict[str, Any]:
        """Arguments of `save_terms`."""
        clean = dict(self.cleaned_data)
        return {"quote_cents": clean.pop("quote"), "room_id": clean.pop("room"), **clean}

    @classmethod
    def initial_of(cls, row: Candidate) -> dict[str, Any]:
        return {
            "room": str(row.room_id or ""),
            "quote": yuan(row.quote_cents) if row.quote_cents else "",
            "quote_note": row.quote_note,
            "date_state": row.date_state,
            "date_note": row.date_note,
            "note": row.note,
        }


def room_choices(rooms: list[tuple[Room, int | None]]) -> list[tuple[str, str]]:
    """Rooms with their figure for the layout that is needed."""
    return [
        (str(room.pk), f"{room.name} · " + (gettext("{n} 人").format(n=held) if held else gettext("容量未填")))
        for room, held in rooms
    ]


class VetoForm(forms.Form):
    """One veto decided. `seal` and `revision` say what was on the page."""

    outcome = forms.ChoiceField(label=_("判断"), choices=Outcome.choices, widget=forms.RadioSelect)
    note = words(_("依据"), 500, help=_("否决，或资料不能证明时必填。"))
    seal = forms.CharField(widget=forms.HiddenInput)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class ReasonForm(forms.Form):
    """Why a venue is recommended or declined."""

    reason = words(_("理由"), 1000, rows=3, required=True)


class DifferenceForm(forms.Form):
    note = words(_("商定的结果或差异的原因"), 500, required=True)


class WeightsForm(forms.Form):
    """One whole number for each dimension, together 100."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for dimension in Dimension:
            widget = forms.NumberInput(attrs={"inputmode": "numeric", "min": 0, "max": 100})
            self.fields[dimension.value] = forms.IntegerField(
                label=dimension.label, min_value=0, max_value=100, widget=widget
            )

    @property
    def weights(self) -> dict[str, int]:
        return {name: self.cleaned_data[name] for name in Dimension.values}


class SearchForm(WeightsForm):
    """A meeting's weights, and why fewer than three venues are inspected."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["fewer_reason"] = words(
            _("考察不足 3 家的理由"), 500, help=_("只有一处合适（如单位内部会议场所、客户指定）时写明，随确认书留档。")
        )


class NewVenueForm(forms.Form):
    """A venue that the library does not have yet: what is known at the first call; the rest is filled in there."""

    name = forms.CharField(label=_("名称"), max_length=160)
    kind = forms.ChoiceField(label=_("类型"), choices=VenueKind.choices)
    city = forms.CharField(label=_("城市"), max_length=80, required=False)
    address = forms.CharField(label=_("地址"), max_length=200, required=False)
    room = forms.CharField(label=_("主会场用哪个厅"), max_length=120, required=False)
    capacity = forms.IntegerField(
        label=_("厅的容量（按所需台型，场地方说的）"), min_value=1, max_value=200_000, required=False
    )


class SendForm(forms.Form):
    """To whom the confirmation goes."""

    person = forms.CharField(label=_("确认人姓名"), max_length=80)
    recipient = forms.CharField(label=_("邮箱或手机"), max_length=254, required=False)
    note = words(_("送审说明"), 500)
