"""Web input of accounts to clean values."""

from __future__ import annotations

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from huiwu.accounts.choices import OrgRole


class AddKeyForm(AddWebAuthnForm):
    """The library's own, whose name field has no translated label."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("名称")
        self.fields["name"].help_text = _("写明是哪台设备，便于日后移除")


class EditKeyForm(EditWebAuthnForm):
    name = forms.CharField(label=_("名称"), max_length=80)


class ProfileForm(forms.Form):
    name = forms.CharField(label=_("姓名"), max_length=80)
    phone = forms.CharField(label=_("手机"), max_length=32, required=False)
    language = forms.ChoiceField(label=_("界面语言"), choices=settings.LANGUAGES)


class InviteForm(forms.Form):
    name = forms.CharField(label=_("姓名"), max_length=80)
    email = forms.EmailField(label=_("邮箱"), help_text=_("用它登录，也用它收通知"))
    role = forms.TypedChoiceField(label=_("单位角色"), choices=OrgRole.choices, coerce=OrgRole, initial=OrgRole.MEMBER)


class OrgRoleForm(forms.Form):
    role = forms.TypedChoiceField(label=_("单位角色"), choices=OrgRole.choices, coerce=OrgRole)


class OrganisationForm(forms.Form):
    name = forms.CharField(label=_("单位名称"), max_length=120)
    second_factor_required = forms.BooleanField(
        label=_("要求全体成员使用两步验证"),
        required=False,
        help_text=_("勾选后，尚未设置的成员登录后须先设置，才能使用其他页面"),
    )


class TokenForm(forms.Form):
    name = forms.CharField(label=_("用途"), max_length=80, help_text=_("写明给哪个程序用，便于日后撤销"))
    scopes = forms.MultipleChoiceField(
        label=_("权限"), choices=[("read", _("读取")), ("write", _("写入"))], widget=forms.CheckboxSelectMultiple
    )
    days = forms.TypedChoiceField(
        label=_("有效期"), choices=[("30", _("30 天")), ("365", _("1 年")), ("0", _("不限"))], coerce=int, initial="365"
    )
