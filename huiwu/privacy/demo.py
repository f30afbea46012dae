"""The demo's notice and assessment before anybody is listed, agreements as contracts are signed; after the meeting,
parties that gave back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from huiwu.accounts.choices import Role
from huiwu.foundation.actors import Actor
from huiwu.foundation.registry.demo import DemoContext, demo, moment
from huiwu.foundation.registry.personal import FieldGroup
from huiwu.kernel import clock
from huiwu.privacy import services
from huiwu.privacy.choices import EntrustState, ReturnKind
from huiwu.privacy.models import EntrustedProcessing
from huiwu.privacy.queries.suggestions import Suggested, prefilled, suggested_parties
from huiwu.privacy.services import EntrustmentValues, NoticeValues

ASSESSED = (FieldGroup.DIET, FieldGroup.HEALTH, FieldGroup.ITINERARY, FieldGroup.LODGING, FieldGroup.ID_DOCUMENT)
"""What the team itself handles, and all that suppliers of any kind are usually given (`USUAL_GROUPS`)."""
RETURNED = 3
"""Days after the end on which the quick ones confirm."""


@demo(41)
def inform(ctx: DemoContext) -> None:
    """What is handled, why and how long is settled and published as soon as there is a brief, before anybody is listed."""
    officer = _actor(ctx, Role.PRIVACY_OFFICER)
    with clock.at(moment(clock.today(ctx.meeting.time_zone), 9)):
        _assess(ctx, officer)
        _publish(ctx, officer)


@demo(59)
def entrust(ctx: DemoContext) -> None:
    """One agreement with each party that will be given lists, the day after its contract; then the notice names them."""
    officer = _actor(ctx, Role.PRIVACY_OFFICER)
    rows = [(_agreed_on(one), one) for one in suggested_parties(ctx.meeting)]
    due = sorted((row for row in rows if row[0] <= ctx.today), key=lambda row: (row[0], row[1].name))
    for day, suggested in due:
        with clock.at(moment(day, 15)):
            _entrust(ctx, officer, suggested)
    if due:
        with clock.at(moment(due[-1][0], 16)):
            _publish(ctx, officer)


@demo(61)
def take_back(ctx: DemoContext) -> None:
    """Some days after the meeting the first parties confirm; the others have until thirty days after it."""
    day = ctx.meeting.end_on + timedelta(days=RETURNED)
    if ctx.today < day:
        return
    officer = _actor(ctx, Role.PRIVACY_OFFICER)
    rows = EntrustedProcessing.objects.filter(meeting=ctx.meeting, state=EntrustState.IN_FORCE)
    with clock.at(moment(day, 15)):
        for row in rows.order_by("name")[:1]:
            services.return_entrustment(
                actor=officer,
                meeting=ctx.meeting,
                entrusted_id=row.pk,
                kind=ReturnKind.ERASED,
                returned_on=day,
                by_name="经办人",
            )


def _agreed_on(suggested: Suggested) -> date:
    signed: date | None = suggested.contract.signed_on
    return (signed or date.max - timedelta(days=1)) + timedelta(days=1)


def _entrust(ctx: DemoContext, officer: Actor, suggested: Suggested) -> None:
    initial: dict[str, Any] = prefilled(ctx.meeting, suggested)
    supplier, contract = initial.pop("supplier"), initial.pop("contract")
    values = EntrustmentValues(**initial, supplier_id=supplier or None, contract_id=contract)
    row = services.save_entrustment(actor=officer, meeting=ctx.meeting, values=values)
    today = clock.today(ctx.meeting.time_zone)
    services.agree_entrustment(actor=officer, meeting=ctx.meeting, entrusted_id=row.pk, agreed_on=today)


def _assess(ctx: DemoContext, officer: Actor) -> None:
    services.assess_impact(
        actor=officer,
        meeting=ctx.meeting,
        title="会务服务中处理与委托处理敏感个人信息",
        groups=sorted(ASSESSED),
        necessity="餐别、无障碍、行程、住宿仅为办理用餐、接送与入住，均取得单独同意；证件只在订房、出票时收集。",
        risks="名单转发、纸质遗失、受托单位超范围使用。",
        measures="加密保存、按岗位显示、逐次留痕；与受托单位签订协议并限定字段；会后三十日内删除。",
        conclusion="风险可控，同意处理。",
        assessed_on=clock.today(ctx.meeting.time_zone),
    )


def _publish(ctx: DemoContext, officer: Actor) -> None:
    draft = services.save_notice(actor=officer, meeting=ctx.meeting, revision=0, values=_notice(ctx))
    services.publish_notice(actor=officer, meeting=ctx.meeting, revision=draft.revision)


def _notice(ctx: DemoContext) -> NoticeValues:
    client = ctx.meeting.client.name if ctx.meeting.client else ctx.meeting.org.name
    return NoticeValues(
        processor=client,
        contact="会务组 400-000-0000，privacy@example.test",
        contact_en="Conference office 400-000-0000, privacy@example.test",
        more="会议期间现场拍照、录音、录像，现场设有提示牌；不使用人脸识别。",
        more_en="Photographs and recordings are made at the meeting; signs on site say so. No face recognition is used.",
    )


def _actor(ctx: DemoContext, role: Role) -> Actor:
    return Actor.of_user(ctx.cast.get(role) or ctx.cast[Role.PROJECT_MANAGER])
