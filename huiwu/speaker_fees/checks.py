"""OM-111, and what is easily forgotten after paying speakers (failures.md 合规; SOP A08)."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.foundation.registry.checks import Hit, Scope, Subject, check
from huiwu.kernel.money import yuan
from huiwu.speaker_fees.choices import LIVE, FeeBasis, FeeState
from huiwu.speaker_fees.models import SpeakerFee
from huiwu.speaker_fees.queries import packs_for_fees, repeated_fees, standard_of

ERASE_AFTER_DAYS = 30
"""Sensitive data is kept 30 days at most after it is no longer needed (compliance.md 4「默认」)."""


@check(
    "OM-111",
    module="speaker_fees",
    severity="block",
    title=gettext_lazy("劳务费超标准，或未标税前、税后"),
    step="A08",
    owner_role="finance",
    from_days_before=7,
)
def fee_above_the_standard(scope: Scope) -> Iterable[Hit]:
    """Judged by the rule as it is now. What the rule only calls usual, or has not verified, warns until a reason stands."""
    fees = _fees(scope)
    if not fees:
        return
    packs = packs_for_fees(scope.meeting)
    for fee in fees:
        if fee.basis not in FeeBasis.values:
            yield _hit(fee, "basis", _("{fee} 没有注明税前还是税后。").format(fee=fee), _("注明口径后重新提交。"))
            continue
        limit = standard_of(packs, kind=fee.kind, grade=fee.grade, lessons=fee.lessons, half_units=fee.half_units).limit
        if limit is None or not limit.is_exceeded(fee.net_cents) or (fee.over_reason and not limit.is_certain):
            continue
        detail = _("{fee}：税后 {net} 元，标准上限 {limit} 元，超出 {over} 元（{basis}）。").format(
            fee=fee,
            net=yuan(fee.net_cents),
            limit=yuan(limit.cents),
            over=yuan(fee.net_cents - limit.cents),
            basis=limit.basis,
        )
        action = _("改小金额，或核对职称与数量。") if limit.is_certain else _("改小金额，或由审批人写明理由后批准。")
        yield _hit(fee, "standard", detail, action, is_certain=limit.is_certain)


@check(
    "GEN-FEE-01",
    module="speaker_fees",
    severity="hint",
    title=gettext_lazy("同一人一个月内有多笔同类劳务"),
    step="A08",
    owner_role="finance",
)
def several_fees_to_one_person(scope: Scope) -> Iterable[Hit]:
    """按次 is right for separate pieces of work; one continuing item is taxed month by month, which may be more."""
    if len(_fees(scope)) < 2:
        return
    for row in repeated_fees(scope.meeting, packs_for_fees(scope.meeting).tax):
        if row.tax_cents != row.joint_tax_cents and not all(fee.state == FeeState.PAID for fee in row.fees):
            yield Hit(
                detail=_("{name} {month} 有 {count} 笔同类劳务，按次共扣税 {own} 元，合并应扣 {joint} 元。").format(
                    name=row.name,
                    month=row.month,
                    count=len(row.fees),
                    own=yuan(row.tax_cents),
                    joint=yuan(row.joint_tax_cents),
                ),
                subjects=tuple(_subject(fee) for fee in row.fees),
                url=reverse("speaker_fees:index", args=[scope.meeting.slug]),
                action=_("判断是否同一项目的连续收入；是的，合并为一笔。"),
                root=f"{row.name}:{row.month}:{row.kind}",
            )


@check(
    "GEN-FEE-02",
    module="speaker_fees",
    severity="warn",
    title=gettext_lazy("已申报的讲者证件号码与账号还没有清除"),
    step="A20",
    owner_role="finance",
    from_days_after=ERASE_AFTER_DAYS,
)
def secrets_kept_too_long(scope: Scope) -> Iterable[Hit]:
    kept = [fee for fee in _fees(scope) if fee.has_secrets and fee.declared_on]
    if kept:
        yield Hit(
            detail=_("{count} 笔已申报个税的劳务费，证件号码或账号还在系统里。").format(count=len(kept)),
            subjects=tuple(_subject(fee) for fee in kept),
            url=reverse("speaker_fees:erase", args=[scope.meeting.slug]),
            action=_("清除证件号码与账号。"),
            root="secrets",
        )


def _fees(scope: Scope) -> list[SpeakerFee]:
    found: list[SpeakerFee] = scope.once(
        "speaker_fees.fees",
        lambda: list(SpeakerFee.objects.filter(meeting=scope.meeting, state__in=LIVE).select_related("meeting")),
    )
    return found


def _subject(fee: SpeakerFee) -> Subject:
    return Subject("speaker_fee", str(fee.pk), str(fee))


def _hit(fee: SpeakerFee, what: str, detail: str, action: str, *, is_certain: bool = True) -> Hit:
    return Hit(
        detail=detail,
        subjects=(_subject(fee),),
        url=reverse("speaker_fees:fee", args=[fee.meeting.slug, fee.pk]),
        action=action,
        root=f"{fee.pk}:{what}",
        severity="block" if is_certain else "warn",
    )
