"""Items of the checklist about what public bodies may spend (财行〔2016〕214号)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from huiwu.compliance.queries.ground import DATE_FACTS, PEOPLE_FACTS, Ground, ItemSpec
from huiwu.compliance.queries.spending import banned_spending, cap_for, cap_pack, excess_sentence, limits_passed
from huiwu.compliance.rules.packs import Pack
from huiwu.compliance.rules.spending import days_text
from huiwu.kernel.money import yuan


def public_spending_items(ground: Ground, pack: Pack) -> Iterator[ItemSpec]:
    facts = ground.facts
    if not facts.public_body_mode:
        if facts.is_public_host:
            yield ground.spec(
                pack,
                "public.mode",
                _("公共机构合规模式"),
                [_("主办或客户是公共机构，而会议没有开启公共机构合规模式，会议费规则没有检查。请核实是否应当开启。")],
                {"nature": facts.nature, "client": facts.client_is_public_body},
                rests_on=("meeting.client", "meeting.public_body_mode"),
            )
        return
    yield _cap_item(ground, pack)
    yield _limits_item(ground, pack)
    yield _banned_item(ground, pack)
    yield _venue_item(ground, pack)
    yield ground.spec(
        pack,
        "public.papers",
        _("报销要件"),
        [_("审批文件、会议通知、实际参会签到表、服务单位原始明细单、电子结算单五件齐备；用公务卡或转账，不得用现金。")],
        {},
        rests_on=(),
    )


SPENDING_FACTS = (*PEOPLE_FACTS, *DATE_FACTS, "meeting.public_body_mode", "brief.duration")


def _cap_item(ground: Ground, pack: Pack) -> ItemSpec:
    facts, cap = ground.facts, cap_for(ground.meeting, ground.facts, by_budget=False)
    if cap is None:
        prompts = [_("还没有选定会议类别，综合定额无法核算。")]
    else:
        prompts = [
            _("上限 = {rate} 元/人天 × {people} 人 × {days} 天 = {limit} 元；已列 {planned} 元。").format(
                rate=yuan(cap.rate_cents),
                people=cap.people,
                days=days_text(cap.half_days),
                limit=yuan(cap.limit_cents),
                planned=yuan(cap.planned_cents),
            )
        ]
    standard = cap_pack(facts) or pack
    certain = cap is not None and cap.is_exceeded and standard.grade(f"class_{facts.spending_class}") == "block"
    if cap is not None and cap.is_exceeded:
        prompts.append(_("超出 {over} 元。").format(over=yuan(cap.over_cents)))
    relies = [cap.rate_cents, cap.people, cap.half_days, cap.planned_half_cents] if cap else []
    return ground.spec(
        pack,
        "public.cap",
        _("综合定额"),
        prompts,
        {"class": facts.spending_class, "cap": relies},
        rests_on=SPENDING_FACTS,
        forbids=_("没有选定会议类别") if cap is None else _("超出综合定额") if certain else "",
    )


def _limits_item(ground: Ground, pack: Pack) -> ItemSpec:
    facts = ground.facts
    passed = limits_passed(facts)
    certain = [row for row in passed if pack.grade(row.path) == "block"]
    said = [excess_sentence(row) + ("" if row in certain else _("（待核）")) for row in passed]
    return ground.spec(
        pack,
        "public.limits",
        _("会期与人数"),
        said
        or [
            _("代表 {delegates} 人，工作人员 {staff} 人，没有超过类别上限。").format(
                delegates=facts.delegates, staff=facts.staff
            )
        ],
        {
            "class": facts.spending_class,
            "people": [facts.delegates, facts.staff],
            "days": [facts.session_half_days, facts.travel_half_days, facts.is_conveying],
        },
        rests_on=SPENDING_FACTS,
        forbids=excess_sentence(certain[0]) if certain else "",
    )


def _banned_item(ground: Ground, pack: Pack) -> ItemSpec:
    hits = banned_spending(ground.meeting, ground.facts)
    said = [
        _("{where}“{text}”属于禁列的{goods}。").format(where=hit.where, text=hit.text, goods=hit.goods_word)
        for hit in hits
    ]
    return ground.spec(
        pack,
        "public.banned",
        _("禁列开支"),
        said or [_("没有发现背景板、花草、水果、烟酒、宴请、纪念品等禁列开支，请人工复核。")],
        {"hits": sorted([hit.id, hit.goods, hit.text] for hit in hits)},
        rests_on=("brief.style", "brief.alcohol", "brief.meals", "brief.segments", "meeting.public_body_mode"),
        forbids=said[0].rstrip("。.") if hits and pack.grade("banned") == "block" else "",
    )


def _venue_item(ground: Ground, pack: Pack) -> ItemSpec:
    facts = ground.facts
    wrong = facts.venue_kind == "other" and not facts.venue_exception
    prompts = [_("应到定点会议场所；没有外地代表的，优先用单位内部会议室。以在京单位为主的会议不得到京外召开。")]
    if facts.venue_exception:
        prompts.append(_("例外说明：{reason}").format(reason=facts.venue_exception))
    return ground.spec(
        pack,
        "public.venue",
        _("会议场所"),
        prompts,
        {"kind": facts.venue_kind, "venue": facts.venue_name, "exception": facts.venue_exception, "city": facts.city},
        rests_on=("meeting.venue_name", "meeting.city", "brief.venue_type", "brief.city"),
        forbids=_("不是定点会议场所，也没有例外说明") if wrong and pack.grade("venue") == "block" else "",
    )
