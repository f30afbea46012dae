"""Items of the checklist about trainings of public bodies and tax on prizes: they prompt a person."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from huiwu.compliance.choices import Audience
from huiwu.compliance.queries.ground import Ground, ItemSpec
from huiwu.compliance.rules.packs import Pack
from huiwu.compliance.rules.tax import prize_tax
from huiwu.kernel.money import yuan
from huiwu.meetings.choices import MeetingType


def training_fee_items(ground: Ground, pack: Pack) -> Iterator[ItemSpec]:
    """师资费: by the hour after tax, at most so many hours each half day."""
    facts = ground.facts
    if not facts.public_body_mode or facts.meeting_type != MeetingType.TRAINING:
        return
    rates = [yuan(pack.at(f"lecture.{grade}_cents") or 0) for grade in ("associate", "professor", "academician")]
    yield ground.spec(
        pack,
        "training.lecture",
        _("培训讲课费"),
        [
            _("每学时税后：副高及以下 {a} 元，正高 {b} 元，院士、全国知名专家一般 {c} 元。").format(
                a=rates[0], b=rates[1], c=rates[2]
            ),
            _("按实际学时计，每半天最多 {hours} 学时；同时为多班授课不重复计。讲课费另列，不在综合定额内。").format(
                hours=pack.at("lecture.half_day_hours")
            ),
        ],
        {"type": facts.meeting_type},
        rests_on=("meeting.meeting_type", "brief.meeting_type", "meeting.public_body_mode"),
    )


def prize_tax_items(ground: Ground, pack: Pack) -> Iterator[ItemSpec]:
    """Who wins from outside is taxed on the prize; an employee's prize is part of the wage."""
    if not ground.prizes:
        return
    prompts = [_("员工中奖并入工资薪金计税；外部人员按偶然所得由主办方代扣。")]
    for prize in ground.prizes:
        if prize.audience == Audience.CONSUMERS:
            tax = prize_tax(pack, prize.value_cents)
            prompts.append(
                _("“{name}”每份 {value} 元，外部人员应扣税 {tax} 元，{count} 份合计 {total} 元。").format(
                    name=prize.name,
                    value=yuan(prize.value_cents),
                    tax=yuan(tax),
                    count=prize.count,
                    total=yuan(tax * prize.count),
                )
            )
    yield ground.spec(
        pack,
        "prize_tax",
        _("中奖个人所得税"),
        prompts,
        {"prizes": sorted([p.name, p.value_cents, p.count, p.audience] for p in ground.prizes)},
        rests_on=("brief.interaction",),
    )
