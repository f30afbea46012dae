"""What accounts' records and codes are called in the history."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from huiwu.accounts.choices import OrgRole, Role
from huiwu.accounts.models import ApiToken, Organisation, ScopedLink, User
from huiwu.foundation.registry.names import names, words

for _code in ("role", "owner_role"):
    names(_code)(lambda asked: words(Role)(asked) | words(OrgRole)(asked))
names("org_role_changed.before", "org_role_changed.after")(words(OrgRole))
ORGANISATION_KEYS = {"name": _("单位名称"), "second_factor_required": _("要求全体成员使用两步验证")}
names("organisation_changed.keys")(
    lambda asked: {key: ORGANISATION_KEYS[key] for key in asked & set(ORGANISATION_KEYS)}
)


@names("user", "owner")
def people(ids: set[str]) -> dict[str, Any]:
    return {str(pk): name for pk, name in User.objects.filter(pk__in=ids).values_list("pk", "name")}


@names("link")
def links(ids: set[str]) -> dict[str, Any]:
    """The person a link was made for."""
    return {str(pk): label for pk, label in ScopedLink.objects.filter(pk__in=ids).values_list("pk", "label")}


@names("org")
def organisations(ids: set[str]) -> dict[str, Any]:
    return {str(pk): name for pk, name in Organisation.objects.filter(pk__in=ids).values_list("pk", "name")}


@names("token")
def tokens(ids: set[str]) -> dict[str, Any]:
    return {str(pk): name for pk, name in ApiToken.objects.filter(pk__in=ids).values_list("pk", "name")}
