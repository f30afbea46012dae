"""Set an organisation's ways out: SMS account and texts, group bots, the test mode; take in what providers report."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiwu.foundation.actors import Actor
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require, unasked
from huiwu.foundation.secrets import seal
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotFound, StaleEdit
from huiwu.meetings.models import Meeting
from huiwu.notifications.choices import BotProvider, Group, SmsProvider
from huiwu.notifications.events import BotRemoved, BotSaved, OutsideSettingsSaved, SmsTemplateSaved
from huiwu.notifications.models import Bot, OutsideDelivery, OutsideSettings, SmsTemplate
from huiwu.notifications.outside import bots, ways
from huiwu.notifications.services.going_out import mark_delivered, mark_undelivered


@transaction.atomic
def set_outside(*, actor: Actor, org_id: UUID, revision: int, values: Mapping[str, Any]) -> OutsideSettings:
    """Test mode and SMS account. `sms_secret` empty keeps the former. Raises InvalidInput, StaleEdit."""
    require(actor, "notifications.set_outside", org_id)
    row, _is_new = OutsideSettings.objects.get_or_create(
        org_id=org_id, defaults={"report_token": secrets.token_urlsafe(32)}
    )
    kept = dict(values)
    secret = str(kept.pop("sms_secret", "")).strip()
    if secret:
        kept["sms_secret"] = seal(secret, ways.SEAL)
    if kept.get("sms_provider"):
        _require_account(kept, has_secret=bool(secret or row.sms_secret))
    same = OutsideSettings.objects.filter(pk=row.pk, revision=revision)
    if not same.update(**kept, revision=F("revision") + 1, updated_at=clock.now()):
        raise StaleEdit(theirs=row, who="")
    row.refresh_from_db()
    record(OutsideSettingsSaved(org_id=org_id, is_test=row.is_test), actor=actor, org_id=org_id)
    return row


def _require_account(kept: Mapping[str, Any], *, has_secret: bool) -> None:
    needed = ["sms_key_id", "sms_sign", *(["sms_app_id"] if kept["sms_provider"] == SmsProvider.TENCENT else [])]
    missing = {name: [_("选了服务商就要填写")] for name in needed if not str(kept.get(name, "")).strip()}
    if not has_secret:
        missing["sms_secret"] = [_("选了服务商就要填写")]
    if missing:
        raise InvalidInput(missing, detail="")


@transaction.atomic
def save_sms_template(
    *, actor: Actor, org_id: UUID, values: Mapping[str, Any], template_id: UUID | None = None, revision: int = 0
) -> SmsTemplate:
    """A text the provider has (or is to) approve: code, title, text, provider_id, is_approved. Raises StaleEdit, InvalidInput."""
    require(actor, "notifications.set_outside", org_id)
    taken = SmsTemplate.objects.filter(org_id=org_id, code=values["code"]).first()
    if taken is not None and taken.pk != template_id:
        raise InvalidInput({"code": [_("这个代码已有模板")]}, detail="")
    if template_id is None:
        row = SmsTemplate.objects.create(org_id=org_id, **values)
    else:
        same = SmsTemplate.objects.filter(pk=template_id, org_id=org_id, revision=revision)
        if not same.update(**values, revision=F("revision") + 1, updated_at=clock.now()):
            raise StaleEdit(theirs=SmsTemplate.objects.filter(pk=template_id).first(), who="")
        row = SmsTemplate.objects.get(pk=template_id)
    record(SmsTemplateSaved(org_id=org_id, code=row.code), actor=actor, org_id=org_id)
    return row


@transaction.atomic
def add_bot(
    *,
    actor: Actor,
    org_id: UUID,
    name: str,
    provider: str,
    webhook: str,
    secret: str = "",
    meeting: Meeting | None = None,
    tells: tuple[str, ...] = (),
) -> Bot:
    """A group chat by its bot's address, which must be the provider's own. Both are kept sealed. Raises InvalidInput."""
    require(actor, "notifications.set_outside", org_id)
    _refuse_bot(org_id, provider, webhook, meeting)
    row = Bot.objects.create(
        org_id=org_id,
        meeting=meeting,
        name=name[:80],
        provider=provider,
        webhook=seal(webhook.strip(), bots.SEAL),
        secret=seal(secret.strip(), bots.SEAL),
        tells=[code for code in tells if code in Group.values],
    )
    record(BotSaved(org_id=org_id, bot_id=row.pk), actor=actor, org_id=org_id)
    return row


@transaction.atomic
def change_bot(
    *,
    actor: Actor,
    org_id: UUID,
    bot_id: UUID,
    name: str,
    webhook: str = "",
    secret: str = "",
    meeting: Meeting | None = None,
    tells: tuple[str, ...] = (),
    is_on: bool = True,
) -> Bot:
    """Another meeting, other messages, switched off; an empty address or secret keeps the former. Raises NotFound, InvalidInput."""
    require(actor, "notifications.set_outside", org_id)
    row = Bot.objects.select_for_update(of=("self",)).filter(pk=bot_id, org_id=org_id).first()
    if row is None:
        raise NotFound
    _refuse_bot(org_id, row.provider, webhook or None, meeting)
    row.name, row.meeting, row.is_on = name[:80], meeting, is_on
    row.tells = [code for code in tells if code in Group.values]
    row.webhook = seal(webhook.strip(), bots.SEAL) if webhook.strip() else row.webhook
    row.secret = seal(secret.strip(), bots.SEAL) if secret.strip() else row.secret
    row.save()
    record(BotSaved(org_id=org_id, bot_id=row.pk), actor=actor, org_id=org_id)
    return row


def _refuse_bot(org_id: UUID, provider: str, webhook: str | None, meeting: Meeting | None) -> None:
    """The address must be the provider's own, so that we call nobody else; `None` was not given."""
    wrong: dict[str, list[str]] = {}
    start = settings.HUIWU_OUTSIDE_ADDRESSES.get(provider, "")
    if provider not in BotProvider.values:
        wrong["provider"] = [_("请选择平台")]
    elif webhook is not None and not webhook.strip().startswith(f"{start}/"):
        wrong["webhook"] = [_("不是这个平台的机器人地址，应以 {start} 开头").format(start=start)]
    if meeting is not None and meeting.org_id != org_id:
        wrong["meeting"] = [_("请从列表中选择。")]
    if wrong:
        raise InvalidInput(wrong, detail="")


@transaction.atomic
def remove_bot(*, actor: Actor, org_id: UUID, bot_id: UUID) -> None:
    """The chat hears no more; what is queued for it is not sent. Raises NotFound."""
    require(actor, "notifications.set_outside", org_id)
    if not Bot.objects.filter(pk=bot_id, org_id=org_id).delete()[0]:
        raise NotFound
    record(BotRemoved(org_id=org_id), actor=actor, org_id=org_id)


@unasked("the address of a provider's reports holds a secret of the organisation")
def take_report(*, token: str, rows: list[dict[str, Any]]) -> int:
    """What Aliyun or Tencent Cloud reports about messages of the organisation with this token; how many were ours.

    Aliyun names our id (`out_id`) and its own (`biz_id`), Tencent its own (`sid`). Repeated reports change nothing. Raises
    NotFound for an unknown token.
    """
    own = OutsideSettings.objects.filter(report_token=token).first()
    if own is None or not token:
        raise NotFound
    count = 0
    for row in rows:
        receipt = str(row.get("sid") or row.get("biz_id") or "")
        found = OutsideDelivery.objects.filter(org_id=own.org_id, channel="sms", provider_id=receipt).first()
        if found is None or not receipt:
            continue
        arrived = row.get("success") is True or row.get("report_status") == "SUCCESS"
        words = " ".join(str(row.get(key) or "") for key in ("err_code", "err_msg", "errmsg", "description")).strip()
        if arrived:
            mark_delivered(delivery_id=found.pk)
        else:
            mark_undelivered(delivery_id=found.pk, words=words)
        count += 1
    return count
