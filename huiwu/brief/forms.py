"""First contact and city events: web input to clean values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiwu.accounts.models import User
from huiwu.brief.choices import (
    TYPE_QUESTIONS,
    CityEventKind,
    ContactKind,
    HeadcountBasis,
    HeadcountGroup,
    IntakeSource,
    Question,
)
from huiwu.brief.models import IntakeRecord
from huiwu.brief.rules import ALTERNATIVES, LONGEST, MOST_PEOPLE
from huiwu.foundation.actors import Actor
from huiwu.foundation.fields import day
from huiwu.meetings.choices import ClientKind, MeetingType, Publicness

BLANK = [("", _("未定"))]


def text(label: Any, length: int, *, required: bool = False, rows: int = 0, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=label, max_length=length, required=required, widget=widget, **more)


def people(label: Any, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=MOST_PEOPLE, required=False, **more)


class IntakeForm(forms.Form):
    """What a client is asked at first contact. `website` is bait for programs and stays empty."""

    website = forms.CharField(required=False, label=_("网址（请留空）"))
    client_name = text(_("单位名称"), 160, required=True)
    contact_name = text(_("联系人"), 80, required=True)
    contact_title = text(_("联系人职务"), 120)
    phone = text(_("手机或电话"), 32)
    email = forms.EmailField(label=_("邮箱"), required=False)
    meeting_name = text(_("会议名称（暂定）"), 160, required=True)
    meeting_type = forms.ChoiceField(label=_("会议类型"), choices=MeetingType.choices)
    start_on = day(_("希望开始日期"), required=False)
    end_on = day(_("希望结束日期"), required=False)
    city = text(_("举办城市"), 80)
    headcount_basis = forms.ChoiceField(label=_("人数口径"), required=False, choices=[*BLANK, *HeadcountBasis.choices])
    decision_maker = text(_("决策人（姓名、职务）"), 200)
    prior_edition = text(_("往届情况"), LONGEST, rows=3)
    budget_idea = text(_("预算设想"), 300)
    notes = text(_("其他要求"), LONGEST, rows=4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n in range(1, ALTERNATIVES + 1):
            self.fields[f"alt{n}_start"] = day(_("备选 %(n)s 开始") % {"n": n}, required=False)
            self.fields[f"alt{n}_end"] = day(_("备选 %(n)s 结束") % {"n": n}, required=False)
        for code, label in HeadcountGroup.choices:
            self.fields[f"headcount_{code}"] = people(label)
        for questions in TYPE_QUESTIONS.values():
            for question in questions:
                self.fields[f"answer_{question.key}"] = _answer_field(question)

    def is_bait_taken(self) -> bool:
        return bool(self.data.get("website", "").strip())

    def values(self) -> dict[str, Any]:
        """Clean values under the names of IntakeRecord."""
        made = {name: self.cleaned_data[name] for name in self.cleaned_data if name in _COLUMNS}
        asked = {q.key for q in TYPE_QUESTIONS.get(self.cleaned_data["meeting_type"], ())}
        return made | {
            "alt_dates": self._alternatives(),
            "headcount": self._numbered("headcount_", set(HeadcountGroup.values)),
            "answers": self._numbered("answer_", asked),
        }

    def _alternatives(self) -> list[list[str]]:
        pairs = [
            (self.cleaned_data[f"alt{n}_start"], self.cleaned_data[f"alt{n}_end"]) for n in range(1, ALTERNATIVES + 1)
        ]
        return [[(a or b).isoformat(), (b or a).isoformat()] for a, b in pairs if a or b]

    def _numbered(self, prefix: str, keys: set[str]) -> dict[str, Any]:
        found = {key: self.cleaned_data.get(f"{prefix}{key}") for key in keys}
        return {key: value for key, value in sorted(found.items()) if value not in (None, "")}

    def groups(self) -> list[forms.BoundField]:
        return [self[f"headcount_{code}"] for code in HeadcountGroup.values]

    def alternatives(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"alt{n}_start"], self[f"alt{n}_end"]) for n in range(1, ALTERNATIVES + 1)]

    def type_questions(self) -> list[tuple[str, Any, list[forms.BoundField]]]:
        """Code, name and questions of each type that has questions of its own."""
        return [
            (code, MeetingType(code).label, [self[f"answer_{q.key}"] for q in questions])
            for code, questions in TYPE_QUESTIONS.items()
        ]


class StaffIntakeForm(IntakeForm):
    """The same, taken down by staff, with how it came in and what happens next."""

    received_at = forms.DateTimeField(
        label=_("接洽时间"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    contact_kind = forms.ChoiceField(label=_("接洽方式"), choices=ContactKind.choices)
    source = forms.ChoiceField(label=_("来源"), required=False, choices=[*BLANK, *IntakeSource.choices])
    next_step = text(_("下一步"), 300)
    next_step_on = day(_("下一步日期"), required=False)


class CityEventForm(forms.Form):
    city = text(_("城市"), 80, required=True)
    name = text(_("名称"), 160, required=True)
    kind = forms.ChoiceField(label=_("类别"), choices=CityEventKind.choices)
    start_on = day(_("开始日期"))
    end_on = day(_("结束日期"))
    source = text(_("消息来源"), 300)


def intake_initial(record: IntakeRecord) -> dict[str, Any]:
    """A record as the form's initial values."""
    made: dict[str, Any] = {name: getattr(record, name) for name in _COLUMNS}
    for n, (first, last) in enumerate(record.alt_dates[:ALTERNATIVES], start=1):
        made |= {f"alt{n}_start": date.fromisoformat(first), f"alt{n}_end": date.fromisoformat(last)}
    made |= _prefixed("headcount_", record.headcount) | _prefixed("answer_", record.answers)
    return made


def _prefixed(prefix: str, values: Mapping[str, Any]) -> dict[str, Any]:
    return {f"{prefix}{key}": value for key, value in values.items()}


def _answer_field(question: Question) -> forms.Field:
    return people(question.label, help_text=question.unit) if question.is_number else text(question.label, 1000, rows=2)


_COLUMNS = (
    "client_name",
    "contact_name",
    "contact_title",
    "phone",
    "email",
    "meeting_name",
    "meeting_type",
    "start_on",
    "end_on",
    "city",
    "headcount_basis",
    "decision_maker",
    "prior_edition",
    "budget_idea",
    "notes",
    "received_at",
    "contact_kind",
    "source",
    "next_step",
    "next_step_on",
)


class AcceptForm(forms.Form):
    """What must be settled to open a meeting from a first contact."""

    name = text(_("会议名称"), 160, required=True)
    meeting_type = forms.ChoiceField(label=_("会议类型"), choices=MeetingType.choices)
    start_on = day(_("开始日期"))
    end_on = day(_("结束日期"))
    expected_headcount = forms.IntegerField(label=_("预计人数"), min_value=1, max_value=MOST_PEOPLE)
    publicness = forms.ChoiceField(label=_("公开性"), choices=Publicness.choices)
    city = text(_("举办城市"), 80)
    client_kind = forms.ChoiceField(label=_("客户性质"), choices=ClientKind.choices)
    account_manager = forms.ChoiceField(label=_("客户经理"))
    lead = forms.ChoiceField(label=_("项目负责人"))

    def __init__(self, *args: Any, colleagues: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(user.pk), user.name) for user in colleagues]
        for name in ("account_manager", "lead"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = people

    @classmethod
    def proposing(cls, record: IntakeRecord, colleagues: list[User], actor: Actor) -> AcceptForm:
        """Filled from what the client said; the one who opens it is proposed for both roles."""
        initial = {
            "name": record.meeting_name,
            "meeting_type": record.meeting_type,
            "start_on": record.start_on or record.end_on,
            "end_on": record.end_on or record.start_on,
            "expected_headcount": record.total or None,
            "publicness": Publicness.INVITED,
            "city": record.city,
            "client_kind": ClientKind.ENTERPRISE,
            "account_manager": str(actor.id),
            "lead": str(actor.id),
        }
        return cls(initial=initial, colleagues=colleagues)
