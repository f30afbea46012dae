"""What a person wants to be told, and when; when an organisation reminds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import time
from zoneinfo import available_timezones

from django.db import transaction
from django.utils.translation import gettext as _

from huiwu.accounts.models import Organisation
from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.kernel.errors import InvalidInput
from huiwu.notifications.choices import CHOOSABLE, Channel
from huiwu.notifications.events import ReminderRulesSet
from huiwu.notifications.models import Preference, QuietHours, ReminderRules

MOST_DAYS = 60


@transaction.atomic
def set_preferences(*, actor: Actor, choices: Mapping[tuple[str, str], bool]) -> None:
    """One's own choice for each (group, channel); what is not named stays as it was."""
    require(actor, "notifications.own", actor.user)
    for (group, channel), is_on in choices.items():
        if group in CHOOSABLE and channel in Channel:
            Preference.objects.update_or_create(
                user=actor.user, group=group, channel=channel, defaults={"is_on": is_on}
            )


@transaction.atomic
def set_quiet_hours(
    *,
    actor: Actor,
    is_on: bool,
    starts: time,
    ends: time,
    weekdays: Iterable[int],
    zone: str,
    digest_on: bool,
    digest_time: time,
) -> QuietHours:
    """One's own quiet hours, zone and hour of the digest. Raises InvalidInput for an unknown zone."""
    require(actor, "notifications.own", actor.user)
    if zone not in available_timezones():
        raise InvalidInput({"zone": [_("没有这个时区")]}, detail=zone)
    values = {
        "is_on": is_on,
        "starts": starts,
        "ends": ends,
        "weekdays": sorted({int(day) for day in weekdays if 0 <= int(day) <= 6}),
        "zone": zone,
        "digest_on": digest_on,
        "digest_time": digest_time,
    }
    return QuietHours.objects.update_or_create(user=actor.user, defaults=values)[0]


@transaction.atomic
def set_reminder_rules(
    *, actor: Actor, org: Organisation, days_before: Sequence[int], owner_after_days: int, leads_after_days: int
) -> ReminderRules:
    """When the organisation reminds before and escalates after the due day. Raises InvalidInput."""
    require(actor, "notifications.set_rules", org.pk)
    days = sorted(set(days_before), reverse=True)
    if not days or any(not 0 <= day <= MOST_DAYS for day in days):
        raise InvalidInput({"days_before": [_("请填 0 到 60 之间的天数，至少一个")]}, detail="")
    if not 1 <= owner_after_days <= leads_after_days <= MOST_DAYS:
        raise InvalidInput({"leads_after_days": [_("负责人先于项目负责人得知，且都在 1 到 60 天之间")]}, detail="")
    values = {"days_before": days, "owner_after_days": owner_after_days, "leads_after_days": leads_after_days}
    rules, _is_new = ReminderRules.objects.update_or_create(org=org, defaults=values)
    record(ReminderRulesSet(org_id=org.pk), actor=actor, org_id=org.pk)
    return rules
