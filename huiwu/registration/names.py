"""What records of registration are called in the history."""

from __future__ import annotations

from typing import Any

from huiwu.foundation.registry.names import names
from huiwu.registration.models import GroupRegistration, Quota, Registration


@names("registration")
def registrations(ids: set[str]) -> dict[str, Any]:
    rows = Registration.objects.filter(pk__in=ids).values_list("pk", "attendee__display_name")
    return {str(pk): name for pk, name in rows}


@names("quota")
def quotas(ids: set[str]) -> dict[str, Any]:
    return {str(pk): label for pk, label in Quota.objects.filter(pk__in=ids).values_list("pk", "label")}


@names("group_registered.group_id")
def groups(ids: set[str]) -> dict[str, Any]:
    rows = GroupRegistration.objects.filter(pk__in=ids).values_list("pk", "org_name")
    return {str(pk): name for pk, name in rows}
