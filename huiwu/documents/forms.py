"""Web input of documents to clean values."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiwu.documents.choices import SCANNED_METHODS, ImpactAnswer, Party
from huiwu.documents.rules import FIELD_CHARS
from huiwu.kernel.money import cents_from_text, yuan


def _words(label: Any, *, rows: int = 3, required: bool = False, help: Any = "") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, max_length=FIELD_CHARS, widget=area, help_text=help)


class InviteForm(forms.Form):
    """To whom the link is given, and how long it is good."""

    person = forms.CharField(label=_("确认人姓名"), max_length=80)
    recipient = forms.CharField(
        label=_("邮箱或手机"),
        max_length=254,
        required=False,
        help_text=_("记在链接上，便于以后查找；系统不会自动发送。"),
    )
    days = forms.IntegerField(label=_("链接有效天数"), min_value=1, max_value=180, initial=14)


class PaperForm(forms.Form):
    """A sign-off that came on paper, by seal or by e-mail, with its scan."""

    person_name = forms.CharField(label=_("确认人姓名"), max_length=80)
    person_title = forms.CharField(label=_("职务"), max_length=120, required=False)
    method = forms.ChoiceField(label=_("确认方式"), choices=[(m.value, m.label) for m in SCANNED_METHODS])
    signed_on = forms.DateField(label=_("签字日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    scan = forms.FileField(label=_("扫描件或截图"), help_text=_("PDF 或图片；没有扫描件的确认不算数。"))


class ConfirmForm(forms.Form):
    """The signer's own words; `seen_hash` is of the content the page showed."""

    seen_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
    person_name = forms.CharField(label=_("您的姓名"), max_length=80, widget=forms.TextInput({"autocomplete": "name"}))
    person_title = forms.CharField(
        label=_("职务"),
        max_length=120,
        required=False,
        widget=forms.TextInput({"autocomplete": "organization-title"}),
    )
    has_read = forms.BooleanField(
        label=_("我已阅读全部内容"), error_messages={"required": _("请先勾选“我已阅读全部内容”")}
    )


class ReturnForm(forms.Form):
    """Remarks on the whole; those on single fields come beside it as `remark__KEY`."""

    seen_hash = forms.CharField(max_length=64, widget=forms.HiddenInput)
    person_name = forms.CharField(label=_("您的姓名"), max_length=80, widget=forms.TextInput({"autocomplete": "name"}))
    person_title = forms.CharField(label=_("职务"), max_length=120, required=False)
    remarks = _words(_("总的意见"), help=_("说明要改什么；也可以在下面逐项写。"))

    def field_remarks(self) -> dict[str, str]:
        """Texts by field key, as typed."""
        marked = {name[8:]: str(text) for name, text in self.data.items() if name.startswith("remark__")}
        return {key: text for key, text in marked.items() if text.strip()}


class RemarkForm(forms.Form):
    field_key = forms.ChoiceField(label=_("针对"), required=False)
    text = _words(_("意见"), required=True)

    def __init__(self, *args: Any, fields: list[tuple[str, Any, Any]], **more: Any) -> None:
        super().__init__(*args, **more)
        chosen = self.fields["field_key"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [("", _("整份单据")), *((key, f"{section} · {label}" if section else label)
                                            for key, label, section in fields)]  # fmt: skip


class AnswerForm(forms.Form):
    """An answer to a remark."""

    answer = _words(_("答复"), rows=2)


class ImpactForm(forms.Form):
    answer = forms.ChoiceField(label=_("核对结果"), choices=ImpactAnswer.choices)
    note = forms.CharField(label=_("说明"), max_length=2000, required=False)


class ChangeOrderForm(forms.Form):
    """现场变更单 (documents.md §22)."""

    summary = _words(_("变更内容"), required=True)
    reason = _words(_("原因"), required=True, rows=2)
    requested_by = forms.CharField(label=_("提出人"), max_length=80)
    requested_party = forms.ChoiceField(label=_("提出方"), choices=Party.choices)
    cost_yuan = forms.CharField(
        label=_("费用影响（元）"),
        max_length=24,
        initial="0",
        widget=forms.TextInput({"inputmode": "decimal"}),
        help_text=_("增加写正数，减少写负数，没有写 0。"),
    )
    settlement_basis = _words(_("结算口径"), rows=2, help=_("有费用影响时必填：谁付、按什么算、何时结。"))
    time_effect = _words(_("时间影响"), rows=2)
    changed_keys = forms.MultipleChoiceField(
        label=_("将要修改的字段"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, fields: list[tuple[str, Any, Any]] | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        if fields is None:
            del self.fields["changed_keys"]
        else:
            keys = self.fields["changed_keys"]
            assert isinstance(keys, forms.MultipleChoiceField)
            keys.choices = [(key, label) for key, label, _section in fields]

    def clean_cost_yuan(self) -> int:
        """In cents."""
        try:
            return cents_from_text(self.cleaned_data["cost_yuan"])
        except ValueError:
            raise forms.ValidationError(_("这不是一个金额，最多两位小数")) from None

    def terms(self) -> dict[str, Any]:
        """What the service takes."""
        clean = dict(self.cleaned_data)
        clean["cost_cents"] = clean.pop("cost_yuan")
        if "changed_keys" in clean:
            clean["changed_keys"] = tuple(clean["changed_keys"])
        return clean

    @staticmethod
    def initial_of(order: Any) -> dict[str, Any]:
        names = ("summary", "reason", "requested_by", "requested_party", "settlement_basis", "time_effect")
        return {name: getattr(order, name) for name in names} | {"cost_yuan": yuan(order.cost_cents).replace(",", "")}
