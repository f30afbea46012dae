"""Web input of speakers' materials to clean values."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from huiwu.foundation.fields import day, offer
from huiwu.meetings.models import Meeting
from huiwu.speaker_materials.choices import BY_HAND, MaterialKind, MaterialState, Ratio
from huiwu.speaker_materials.models import ShowStandards
from huiwu.speaker_materials.queries import LATE, MaterialFilter
from huiwu.speaker_materials.services import ShowValues
from huiwu.speaker_materials.services.handing_in import LONGEST

ALL = ("", _("全部"))
STATES = [ALL, ("owed", _("还没交")), (LATE, _("已过期限")), *MaterialState.choices]


class FilterForm(forms.Form):
    """The list's filters as they stand in the address."""

    q = forms.CharField(label=_("查找"), required=False)
    state = forms.ChoiceField(label=_("状态"), choices=STATES, required=False)
    kind = forms.ChoiceField(label=_("资料种类"), choices=[ALL, *MaterialKind.choices], required=False)
    function = forms.ChoiceField(label=_("场次"), required=False)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = meeting.functions.filter(agenda_items__isnull=False, is_cancelled=False).distinct()
        offer(self, "function", [ALL, *((str(row.pk), row.name) for row in rows.order_by("start_at", "number"))])

    def asked(self) -> MaterialFilter:
        """What of the address can be understood; the rest is as if it were not there."""
        self.is_valid()
        found = self.cleaned_data
        return MaterialFilter(
            text=(found.get("q") or "").replace("\0", "").strip()[:60],
            state=found.get("state") or "",
            kind=found.get("kind") or "",
            function=found.get("function") or "",
        )


class TextForm(forms.Form):
    """A title in one line, or a biography in paragraphs; how long they may be is judged by the service."""

    text = forms.CharField(label=_("中文"), widget=forms.Textarea)
    text_en = forms.CharField(label=_("英文（可不填）"), required=False, widget=forms.Textarea)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most, most_en = LONGEST[MaterialKind(kind)]
        rows = {"rows": 2 if kind == MaterialKind.TITLE else 8}
        for name, limit in (("text", most), ("text_en", most_en)):
            self.fields[name].widget.attrs |= rows
            self.fields[name].help_text = _("最多 {most} 个字").format(most=limit)


class ShowForm(forms.Form):
    """What the show asks of files."""

    ratio = forms.ChoiceField(label=_("屏幕比例"), choices=Ratio.choices, required=False)
    due_days_before = forms.IntegerField(label=_("会前几天收齐"), min_value=0, max_value=60)
    largest_mb = forms.IntegerField(label=_("单个文件上限（MB）"), min_value=1, max_value=2000)
    photo_side = forms.IntegerField(label=_("照片短边至少（像素）"), min_value=100, max_value=5000)
    fonts = forms.CharField(
        label=_("会场电脑另装的字体"),
        help_text=_("一行一个，按字体的名称填写。Windows 与 Office 自带的常用字体不用填。"),
        widget=forms.Textarea({"rows": 6}),
        required=False,
    )

    @staticmethod
    def start(row: ShowStandards) -> dict[str, Any]:
        return {
            "ratio": row.ratio,
            "due_days_before": row.due_days_before,
            "largest_mb": row.largest_mb,
            "photo_side": row.photo_side,
            "fonts": "\n".join(row.fonts),
        }

    def values(self) -> ShowValues:
        found = self.cleaned_data
        return ShowValues(
            ratio=found["ratio"],
            fonts=tuple(found["fonts"].splitlines()),
            largest_mb=found["largest_mb"],
            photo_side=found["photo_side"],
            due_days_before=found["due_days_before"],
        )


class ExtraForm(forms.Form):
    """A video or a handout for one of the speaker's items."""

    kind = forms.ChoiceField(label=_("加要"), choices=[(kind.value, kind.label) for kind in BY_HAND])
    item = forms.ChoiceField(label=_("环节"))

    def __init__(self, *args: Any, items: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "item", [(str(row.pk), row.title) for row in items])

    def item_id(self) -> UUID:
        return UUID(self.cleaned_data["item"])


class DueForm(forms.Form):
    due_on = day(_("单独的期限"), required=False)
