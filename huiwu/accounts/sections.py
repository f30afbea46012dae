"""Settings of an organisation that accounts brings."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiwu.foundation.registry.sections import setting

setting(
    "members",
    title=_("成员"),
    detail=_("邀请、单位角色、两步验证情况"),
    icon="users",
    order=10,
    permission="accounts.view_members",
    url=lambda: reverse("accounts:members"),
)
setting(
    "organisation",
    title=_("单位资料与登录要求"),
    detail=_("名称；是否要求全体两步验证"),
    icon="building-2",
    order=20,
    permission="accounts.administer",
    url=lambda: reverse("accounts:organisation"),
)
setting(
    "links",
    title=_("对外链接"),
    detail=_("发给客户、供应商、嘉宾的全部链接：最近使用、停用"),
    icon="link",
    order=30,
    permission="accounts.administer",
    url=lambda: reverse("accounts:links"),
)
