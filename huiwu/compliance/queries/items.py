"""The items of the 《合规检查单》: what must be looked at for this meeting, why, and what a rule makes certain."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from huiwu.brief import rules as brief_rules
from huiwu.compliance.choices import Audience, PermitKind, Topic
from huiwu.compliance.models import Prize
from huiwu.compliance.queries.facts import Facts
from huiwu.compliance.queries.fee_items import prize_tax_items, training_fee_items
from huiwu.compliance.queries.ground import DATE_FACTS, NAME_FACTS, PEOPLE_FACTS, Ground, ItemSpec
from huiwu.compliance.queries.spending_items import public_spending_items
from huiwu.compliance.rules.events import mass_event
from huiwu.compliance.rules.packs import Pack
from huiwu.compliance.rules.words import words_in
from huiwu.kernel.money import yuan


def item_specs(ground: Ground) -> list[ItemSpec]:
    """The items this meeting needs, in the order of the checklist."""
    makers = {
        Topic.STATE_SECRETS: _secrecy,
        Topic.FORUM: _forum,
        Topic.MASS_EVENT: _mass_event,
        Topic.FOREIGN: _foreign,
        Topic.PUBLIC_SPENDING: public_spending_items,
        Topic.TRAINING_FEE: training_fee_items,
        Topic.LUCKY_DRAW: _lucky_draw,
        Topic.PRIZE_TAX: prize_tax_items,
        Topic.ADVERTISING: _advertising,
        Topic.GOV_BRIEFING: _gov_briefing,
        Topic.PERSONAL_INFORMATION: _personal_information,
    }
    packs = ground.facts.packs
    return [spec for topic, make in makers.items() if topic in packs for spec in make(ground, packs[topic])]


def sensitive_words(facts: Facts) -> list[str]:
    """Words of the name that need a registration or approval; those inside the hosts' own names do not count."""
    pack = facts.packs.get(Topic.FORUM)
    return words_in(facts.name, pack.params.get("words", []), beside=facts.hosts) if pack else []


def is_with_foreigners(facts: Facts) -> bool:
    return facts.overseas > 0 or bool(facts.text("special_foreign"))


FOREIGN_KEYS = ("foreign.approval", "foreign.invitation", "foreign.visa")
"""The items OM-026 asks for."""


def _secrecy(ground: Ground, pack: Pack) -> Iterator[ItemSpec]:
    facts = ground.facts
    text = "\n".join([facts.name, facts.theme, facts.text("special_confidentiality")])
    found = words_in(text, pack.params.get("words", []))
    prompts = [_("涉密会议不得进入本系统。请确认本会议不涉及国家秘密；内部会议的文件另行编号、签收、清退。")]
    if found:
        prompts.append(_("会议信息里出现“{words}”。").format(words=_("、").join(found)))
    yield ground.spec(
        pack,
        "secrecy",
        _("是否涉密"),
        prompts,
        {"words": found, "text": facts.text("special_confidentiality")},
        rests_on=("meeting.name", "meeting.theme", "brief.name", "brief.theme", "brief.special_confidentiality"),
        forbids=_("会议信息里出现涉密字样，涉密会议须移出本系统") if found else "",
    )


def _forum(ground: Ground, pack: Pack) -> Iterator[ItemSpec]:
    facts, found, proven = ground.facts, sensitive_words(ground.facts), ground.proven(PermitKind.FORUM)
    said = _("会名含“{words}”，须附登记或批准文件。").format(words=_("、").join(found))
    yield ground.spec(
        pack,
        "name_words",
        _("会名用词"),
        [said if found else _("会名“{name}”没有发现敏感词，请人工复核。").format(name=facts.name)],
        {"name": facts.name, "words": found, "proven": proven},
        rests_on=NAME_FACTS,
        forbids=_("会名含“{words}”而没有登记或批准文件").format(words=_("、").join(found))
        if found and not proven
        else "",
        or_file=True,
    )
    if facts.meeting_type in pack.params.get("types", []):
        is_open = facts.publicness == "public"
        yield ground.spec(
            pack,
            "forum_registration",
            _("论坛、报告会登记"),
            [
                _("主办方须是登记的主体，主题不超出其职责；外国政要出席须批准；高校等实行“一会一报”。"),
                _("本会议面向公众，须附登记或批准文件。")
                if is_open
                else _("本会议不面向公众，请核对主办方的登记与职责范围。"),
            ],
            {"hosts": list(facts.hosts), "publicness": facts.publicness, "proven": proven},
            rests_on=("meeting.meeting_type", "brief.meeting_type", "meeting.publicness", "brief.publicness"),
            forbids=_("面向公众的论坛没有登记或批准文件") if is_open and not proven else "",
            or_file=True,
        )


def _mass_event(ground: Ground, pack: Pack) -> Iterator[ItemSpec]:
    facts = ground.facts
    if facts.publicness != "public":
        return
    event = mass_event(pack, publicness=facts.publicness, people=facts.people, start_on=facts.start_on)
    applied = ground.applied(PermitKind.MASS_EVENT)
    prompts = [_("面向公众，预计 {people} 人。").format(people=facts.people)]
    if event is None:
        prompts.append(
            _("未达 {limit} 人的许可线；各地会扩展到交流会、推介会等，请核实当地规定。").format(limit=pack.at("people"))
        )
    else:
        prompts += [
            _("须最迟 {last} 申请许可，建议 {advised} 前递交；由{authority}许可。").format(
                last=event.apply_by.isoformat(),
                advised=event.advised_by.isoformat(),
                authority=_("设区的市级或直辖市公安机关") if event.is_city_level else _("县级公安机关"),
            ),
            _("材料：{materials}。").format(materials=_("、").join(pack.params.get("materials", []))),
            _("各地规定有扩展；县级以上政府名义举办的不实行许可。不适用的，请写明依据。"),
        ]
    yield ground.spec(
        pack,
        "mass_event",
        _("大型群众性活动许可"),
        prompts,
        {"people": facts.people, "start_on": facts.start_on.isoformat(), "city": facts.city, "applied": applied},
        rests_on=(*PEOPLE_FACTS, *DATE_FACTS, "meeting.city", "brief.city"),
        forbids=_("还没有许可申请记录") if event is not None and not applied else "",
    )


def _foreign(ground: Ground, pack: Pack) -> Iterator[ItemSpec]:
    facts = ground.facts
    if not is_with_foreigners(facts):
        return
    told = facts.text("special_foreign")
    said = _("境外参会 {people} 人。").format(people=facts.overseas) + (f" {told}" if told else "")
    rows = {
        "foreign.approval": (_("外事审批"), _("按主办方性质办理外事审批或备案。")),
        "foreign.invitation": (_("邀请信"), _("以有资格的单位名义出具邀请信。")),
        "foreign.visa": (_("签证"), _("核对签证种类与办理周期，留出提前量。")),
        "foreign.reception": (_("外宾接待"), _("礼宾、翻译、饮食与住宿登记。")),
        "foreign.secrecy": (_("涉外保密"), _("对外提供的资料与参观路线先行审查。")),
    }
    for key, (title, prompt) in rows.items():
        yield ground.spec(
            pack,
            key,
            title,
            [said, prompt],
            {"overseas": facts.overseas, "told": told},
            rests_on=("brief.origin", "brief.special_foreign"),
        )


def top_prize(ground: Ground) -> Prize | None:
    """The most valuable prize of a draw for consumers."""
    open_to_all = [prize for prize in ground.prizes if prize.audience == Audience.CONSUMERS]
    return max(open_to_all, key=lambda prize: prize.value_cents, default=None)


def _lucky_draw(ground: Ground, pack: Pack) -> Iterator[ItemSpec]:
    is_planned = "lucky_draw" in (brief_rules.told(ground.facts.content, "interaction") or [])
    if not is_planned and not ground.prizes:
        return
    limit, top = pack.at("top_prize_cents"), top_prize(ground)
    is_over = top is not None and limit is not None and top.value_cents > limit
    prompts = [
        _("面向消费者的抽奖，单项最高奖不得超过 {limit} 元；内部抽奖按员工工资薪金、外部人员按偶然所得计税。").format(
            limit=yuan(limit or 0)
        )
    ]
    if top is not None:
        prompts.append(_("最高奖“{name}”{value} 元。").format(name=top.name, value=yuan(top.value_cents)))
    yield ground.spec(
        pack,
        "lucky_draw",
        _("抽奖最高奖"),
        prompts,
        {"prizes": sorted([p.name, p.value_cents, p.count, p.audience] for p in ground.prizes), "planned": is_planned},
        rests_on=("brief.interaction",),
        forbids=_("最高奖超过上限") if is_over and pack.grade("top_prize_cents") == "block" else "",
    )


def _advertising(ground: Ground, pack: Pack) -> Iterator[ItemSpec]:
    facts = ground.facts
    if facts.meeting_type not in pack.params.get("types", []):
        return
    text = "\n".join([facts.name, facts.theme, facts.text("message")])
    found = words_in(text, pack.params.get("words", []))
    said = _("会名、主题或传播信息里出现“{words}”。").format(words=_("、").join(found))
    yield ground.spec(
        pack,
        "advertising",
        _("极限用语"),
        [said if found else _("没有发现绝对化用语，请对新闻稿、主视觉再复核。")],
        {"words": found, "text": text},
        rests_on=("meeting.name", "meeting.theme", "brief.name", "brief.theme", "brief.message"),
    )


def _gov_briefing(ground: Ground, pack: Pack) -> Iterator[ItemSpec]:
    facts = ground.facts
    if facts.meeting_type in pack.params.get("types", []):
        yield ground.spec(
            pack,
            "gov_briefing",
            _("发布会备案"),
            [_("当地可能要求会前 {days} 个工作日备案，请向当地主管部门核实。").format(days=pack.at("workdays_before"))],
            {"start_on": facts.start_on.isoformat(), "city": facts.city},
            rests_on=(*DATE_FACTS, "meeting.city", "brief.city"),
        )


def _personal_information(ground: Ground, pack: Pack) -> Iterator[ItemSpec]:
    items = _("、").join(pack.params.get("contract_items", []))
    yield ground.spec(
        pack,
        "pi.entrusted",
        _("个人信息委托处理"),
        [
            _("会务公司是受托人，客户是处理者：合同须写明{items}；未经同意不得转委托。").format(items=items),
            _("给酒店、车队、搭建商的名单只给用得到的字段。"),
        ],
        {"client": str(ground.meeting.client_id or "")},
        rests_on=("meeting.client",),
    )
    yield ground.spec(
        pack,
        "pi.assessment",
        _("个人信息影响评估"),
        [
            _("敏感个人信息、委托处理、对外提供之前须出评估，记录保存不少于 {years} 年。").format(
                years=pack.at("keep_years")
            ),
            _("报名字段取最小必要；参会所需、营销、通讯录公开、肖像分开勾选。"),
        ],
        {},
        rests_on=(),
    )
    if ground.facts.text("special_minors"):
        yield ground.spec(
            pack,
            "pi.minors",
            _("未成年人信息"),
            [_("不满 14 岁须监护人同意。{told}").format(told=ground.facts.text("special_minors"))],
            {"told": ground.facts.text("special_minors")},
            rests_on=("brief.special_minors",),
        )
