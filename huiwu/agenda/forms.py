"""Web input of the agenda to clean values."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.agenda.choices import ItemKind, ItemLanguage, QuotePlace, ResourceKind, SpeakerRole, ToldHow
from huiwu.agenda.models import AgendaItem, AgendaResource, Track
from huiwu.agenda.queries.speakers import named_speakers, speaker_text
from huiwu.agenda.rules.moving import LONGEST
from huiwu.agenda.rules.standards import STANDARDS
from huiwu.agenda.services import ItemValues, SpeakerValues, UseValues
from huiwu.foundation.fields import day, offer
from huiwu.kernel.errors import InvalidInput
from huiwu.meetings.models import Function, Meeting

SPARE_ROWS = 2


def show_refusal(form: forms.Form, refusal: InvalidInput) -> None:
    for name, sentences in refusal.fields.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)


class ItemForm(forms.Form):
    """One item. Its speakers and resources are rows of their own (SpeakerRows, `use-<resource>`)."""

    function = forms.ChoiceField(
        label=gettext_lazy("功能单元"), help_text=gettext_lazy("会场与起止时间由功能单元决定。")
    )
    track = forms.ChoiceField(label=gettext_lazy("专场"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("类型"), choices=ItemKind.choices)
    title = forms.CharField(label=gettext_lazy("环节名称"), max_length=200)
    title_en = forms.CharField(label=gettext_lazy("英文名称"), max_length=300, required=False)
    starts_at = forms.DateTimeField(
        label=gettext_lazy("开始"),
        widget=forms.DateTimeInput({"type": "datetime-local", "step": "60"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )
    minutes = forms.IntegerField(label=gettext_lazy("时长（分钟）"), min_value=1, max_value=LONGEST)
    buffer_minutes = forms.IntegerField(
        label=gettext_lazy("其后缓冲（分钟）"), min_value=0, max_value=LONGEST, required=False
    )
    summary = forms.CharField(
        label=gettext_lazy("简介"), max_length=2000, required=False, widget=forms.Textarea({"rows": 3})
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("语言"),
        choices=ItemLanguage.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    needs_interpretation = forms.BooleanField(label=gettext_lazy("需要同声传译"), required=False)
    equipment_note = forms.CharField(label=gettext_lazy("设备与台上要求"), max_length=300, required=False)
    is_internal = forms.BooleanField(label=gettext_lazy("仅工作人员可见（不印给客户与公众）"), required=False)

    def __init__(
        self, meeting: Meeting, functions: list[Function], tracks: list[Track], *args: Any, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.meeting = meeting
        offer(self, "function", [(str(row.pk), _called(row)) for row in functions])
        offer(self, "track", [("", _("不分专场")), *((str(row.pk), row.name) for row in tracks)])
        if not tracks:
            del self.fields["track"]

    def clean_starts_at(self) -> datetime:
        """Typed in the meeting's own zone, wherever the reader is."""
        typed: datetime = self.cleaned_data["starts_at"]
        return typed.replace(tzinfo=self.meeting.zone).astimezone(UTC)


def _called(row: Function) -> str:
    zone = row.meeting.zone
    start, end = row.start_at.astimezone(zone), row.end_at.astimezone(zone)
    return f"{start:%m-%d %H:%M}–{end:%H:%M} {row.name}" + (f" · {row.space.name}" if row.space else "")


def start_of(item: AgendaItem) -> dict[str, Any]:
    """What the form of an item begins with; its time in the meeting's zone."""
    names = ("kind", "title", "title_en", "summary", "minutes", "buffer_minutes", "languages", "needs_interpretation")
    plain = {name: getattr(item, name) for name in (*names, "equipment_note", "is_internal")}
    return plain | {
        "function": str(item.function_id),
        "track": str(item.track_id or ""),
        "starts_at": item.starts_at.astimezone(item.meeting.zone).replace(tzinfo=None),
    }


class SpeakerRow(forms.Form):
    """One person in one part; the person is named by number or name, as the row of suggestions writes it."""

    person = forms.CharField(label=gettext_lazy("讲者"), max_length=200, required=False)
    role = forms.ChoiceField(label=gettext_lazy("角色"), choices=SpeakerRole.choices, required=False)


SpeakerRows = forms.formset_factory(SpeakerRow, extra=SPARE_ROWS, can_order=False, can_delete=False, max_num=60)


def speaker_rows(item: AgendaItem | None) -> list[dict[str, Any]]:
    if item is None:
        return []
    return [{"person": speaker_text(p.person), "role": p.speaker_role} for p in item.speakers.all()]


def speakers_from(meeting: Meeting, rows: Any) -> tuple[SpeakerValues, ...]:
    """People named in the rows; a name that is unknown or of several people stands as an error at its row."""
    typed = [(row, row.cleaned_data.get("person", "").strip()) for row in rows if row.is_valid()]
    typed = [(row, text) for row, text in typed if text]
    found = named_speakers(meeting, [text for _row, text in typed])
    values = []
    for row, text in typed:
        known = found[text]
        if known.attendee is None:
            row.add_error("person", known.why)
        else:
            role = row.cleaned_data.get("role") or SpeakerRole.TALK
            values.append(SpeakerValues(attendee_id=known.attendee.pk, speaker_role=role))
    return tuple(values)


def uses_from(resources: list[AgendaResource], posted: Any) -> tuple[UseValues, ...]:
    """`use-<id>`: how many of each; empty or 0 is none."""
    values = []
    for row in resources:
        text = str(posted.get(f"use-{row.pk}", "")).strip()
        if text.isascii() and text.isdigit() and int(text[:6]) > 0:
            values.append(UseValues(resource_id=row.pk, count=int(text[:6])))
    return tuple(values)


def item_values(form: ItemForm, speakers: tuple[SpeakerValues, ...], uses: tuple[UseValues, ...]) -> ItemValues:
    clean = form.cleaned_data
    return ItemValues(
        function_id=UUID(clean["function"]),
        track_id=UUID(clean["track"]) if clean.get("track") else None,
        kind=clean["kind"],
        title=clean["title"],
        title_en=clean["title_en"],
        summary=clean["summary"],
        starts_at=clean["starts_at"],
        minutes=clean["minutes"],
        buffer_minutes=clean["buffer_minutes"] or 0,
        needs_interpretation=clean["needs_interpretation"],
        languages=tuple(clean["languages"]),
        equipment_note=clean["equipment_note"],
        is_internal=clean["is_internal"],
        speakers=speakers,
        uses=uses,
    )


class TrackRow(forms.Form):
    id = forms.CharField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=gettext_lazy("专场名称"), max_length=80, required=False)
    name_en = forms.CharField(label=gettext_lazy("英文名称"), max_length=120, required=False)


TrackRows = forms.formset_factory(TrackRow, extra=3, max_num=40)


class ResourceRow(forms.Form):
    id = forms.CharField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("类别"), choices=ResourceKind.choices)
    name = forms.CharField(label=gettext_lazy("名称"), max_length=80, required=False)
    count = forms.IntegerField(label=gettext_lazy("数量"), min_value=1, max_value=9999, required=False)


ResourceRows = forms.formset_factory(ResourceRow, extra=4, max_num=200)


class ProposeForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("版本说明"), max_length=2000, required=False, widget=forms.Textarea({"rows": 2})
    )


class PublicForm(forms.Form):
    is_public = forms.BooleanField(label=gettext_lazy("公开现行版本"), required=False)
    introduction = forms.CharField(label=gettext_lazy("页首说明"), max_length=500, required=False)
    introduction_en = forms.CharField(label=gettext_lazy("页首说明（英文）"), max_length=800, required=False)


class QuoteForm(forms.Form):
    place = forms.ChoiceField(label=gettext_lazy("材料"), choices=QuotePlace.choices)
    label = forms.CharField(
        label=gettext_lazy("名称"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("同类材料有几份时区分用，如“签到台 A3 立牌”。"),
    )


class ToldForm(forms.Form):
    how = forms.ChoiceField(
        label=gettext_lazy("怎样告知的"), choices=[c for c in ToldHow.choices if c[0] != ToldHow.IN_APP]
    )
    note = forms.CharField(label=gettext_lazy("备注"), max_length=300, required=False)


class StandardsForm(forms.Form):
    """Every figure, the day it begins, and its source."""

    effective_on = day(gettext_lazy("自哪天起"))
    source = forms.CharField(label=gettext_lazy("依据"), max_length=200)
    region = forms.CharField(label=gettext_lazy("地区"), max_length=80, required=False)

    def __init__(self, labels: dict[str, Any], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for key, standard in STANDARDS.items():
            self.fields[key] = forms.IntegerField(label=labels[key], min_value=0, max_value=standard.most)

    def figures(self) -> dict[str, int]:
        return {key: self.cleaned_data[key] for key in STANDARDS}
