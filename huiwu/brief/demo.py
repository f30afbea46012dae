"""A believable brief for the demo meeting: recorded, written, sent and signed through the real services."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from huiwu.accounts.choices import Role
from huiwu.accounts.models import ScopedLink
from huiwu.brief.choices import CityEventKind, IntakeStatus
from huiwu.brief.models import IntakeRecord
from huiwu.brief.queries.briefs import section_seal
from huiwu.brief.rules import goals
from huiwu.brief.schema import SCHEMA
from huiwu.brief.services import (
    judge_goal,
    list_city_event,
    open_brief,
    record_intake,
    save_brief,
    send_brief_for_signature,
)
from huiwu.documents.fourstate import filled, none, not_applicable
from huiwu.documents.models import Document, Version
from huiwu.documents.services import sign_version
from huiwu.foundation.actors import Actor
from huiwu.foundation.registry.demo import DemoContext, demo, moment
from huiwu.kernel import clock
from huiwu.meetings.choices import Part
from huiwu.meetings.models import Meeting

SHARES = {"vip": 20, "guest": 40, "media": 35, "staff": 70, "entourage": 30}


@demo(20)
def build(ctx: DemoContext) -> None:
    """First contact, brief v1 signed by the client; at wrap-up the goals are judged.

    `ctx.script["brief"]`, if given, maps field keys to values (or to a whole four-state field) that replace the
    invented ones; `ctx.script["goal_results"]` maps a metric to its measured value. `ctx.script["brief_days"]`: days
    from now to the first contact, the writing, the sending and the signing. `ctx.script["brief_shares"]`: permille of
    the people per group, `overseas`: how many come from abroad, `per_head_cents`: the budget's ceiling per person.
    """
    account = Actor.of_user(ctx.cast.get(Role.ACCOUNT_MANAGER) or ctx.cast[Role.PROJECT_MANAGER])
    days = [timedelta(days=n) for n in ctx.script.get("brief_days", (0, 0, 0, 0))]
    began = clock.now()
    with clock.at(began + days[0]):
        _first_contact(ctx, account)
        _city_event(ctx, account)
    with clock.at(began + days[1]):
        document = open_brief(actor=account, meeting=ctx.meeting)
        _write(account, document, content_for(ctx.meeting, ctx.people, ctx.script.get("brief", {}), _crowd(ctx)))
    with clock.at(began + days[2]):
        version, holder = _sent(account, document)
    with clock.at(began + days[3]):
        _signed(holder, document, version)
    ctx.meeting.refresh_from_db()
    ctx.made["brief"], ctx.made["brief_version"] = document, version
    if ctx.stage == "wrapup":
        with clock.at(max(began, moment(ctx.today, 9))):
            _judge(ctx, account, version)


@dataclass(frozen=True, slots=True)
class Crowd:
    """Who comes, and what the client spends on each. `shares`: permille of all people; the rest are general attendees."""

    shares: Mapping[str, int] = field(default_factory=lambda: SHARES)
    overseas: int = 0
    per_head_cents: int = 220_000


def _crowd(ctx: DemoContext) -> Crowd:
    plain = Crowd()
    return Crowd(
        ctx.script.get("brief_shares", plain.shares),
        ctx.script.get("overseas", plain.overseas),
        ctx.script.get("per_head_cents", plain.per_head_cents),
    )


def content_for(
    meeting: Meeting, people: int, script: Mapping[str, Any] | None = None, crowd: Crowd | None = None
) -> dict[str, Any]:
    """A whole brief for `people` people, without one 未填 field unless the script asks for it."""
    content = (
        _said(meeting, people, crowd or Crowd())
        | {key: none() for key in NONE}
        | {key: not_applicable() for key in NOT_APPLICABLE}
    )
    for key, value in (script or {}).items():
        content[key] = value if isinstance(value, Mapping) and "state" in value else filled(value)
    return {spec.key: content[spec.key] for spec in SCHEMA.fields}


NONE = ("guiding_org", "special_religious", "special_minors", "special_animals", "open_questions")
NOT_APPLICABLE = ("special_foreign",)


def _said(meeting: Meeting, people: int, crowd: Crowd) -> dict[str, Any]:
    parts = {part: [row.name for row in meeting.organisations.all() if row.part == part] for part in Part.values}
    client = meeting.client.name if meeting.client else meeting.org.name
    nights = people * 6 // 10 * max((meeting.end_on - meeting.start_on).days, 1)
    said: dict[str, Any] = {
        "name": meeting.name,
        "meeting_type": meeting.meeting_type,
        "theme": meeting.theme or "同行致远",
        "host_org": "\n".join(parts[Part.HOST_ORG]) or client,
        "organizer_org": "\n".join(parts[Part.ORGANIZER_ORG]) or meeting.org.name,
        "co_organizer_org": "\n".join(parts[Part.CO_ORGANIZER_ORG]) or "明湖产业研究院",
        "supporter_org": "\n".join(parts[Part.SUPPORTER_ORG]) or "滨江会展服务协会",
        "start_date": meeting.start_on.isoformat(),
        "end_date": meeting.end_on.isoformat(),
        "alt_dates": [(meeting.start_on + timedelta(days=7)).isoformat()],
        "duration": f"{(meeting.end_on - meeting.start_on).days + 1} 天，首日 9:00 开始，末日 17:00 结束",
        "city": meeting.city or "上海",
        "publicness": meeting.publicness,
        "classification": "internal",
        "edition": meeting.edition or "第三届",
        "headcount": _headcount(people, crowd.shares),
        "origin": _origin(people, min(crowd.overseas, people)),
        **_AIMS,
        **_PLACE,
        "catering_rate": 15_000,
        "alcohol": "晚宴提供葡萄酒，其余不设酒水",
        "halal_vegetarian": f"清真 {max(people // 60, 1)} 人，素食 {max(people // 40, 1)} 人",
        "lodging_needed": True,
        "lodging_standard": "四星级标准，双床与大床各半，含早餐",
        "room_nights": nights,
        "lodging_payer": "by_group",
        "network": f"同时在线 {people} 人，签到与讲台走有线",
        "budget_floor": people * crowd.per_head_cents * 8 // 10,
        "budget_total": people * crowd.per_head_cents,
        "budget_payer": client,
        "invoice_title": client,
        **_TERMS,
        **_NEEDS,
        **_people(meeting),
    }
    return {key: filled(value) for key, value in said.items()}


def _headcount(people: int, shares: Mapping[str, int]) -> dict[str, Any]:
    groups = {code: max(people * share // 1000, 1) if share else 0 for code, share in shares.items()}
    groups["general"] = max(people - sum(groups.values()), 0)
    return {"basis": "estimate", "total": sum(groups.values()), "groups": groups}


def _origin(people: int, overseas: int) -> dict[str, Any]:
    local = (people - overseas) * 6 // 10
    groups = {"local": local, "domestic": people - overseas - local, "overseas": overseas}
    return {"basis": None, "total": people, "groups": groups}


_AIMS: dict[str, Any] = {
    "outcome": "与合作伙伴商定年度合作计划，现场签署不少于 8 份合作意向。",
    "message": "开放合作、长期投入。",
    "impression": "准时、周到、务实。",
    "kpi": [
        {"metric": "到会率", "target": "≥ 90%", "measure": "实到 ÷ 确认，以签到为准"},
        {"metric": "参会者满意度", "target": "≥ 4.5 分", "measure": "会后问卷总体评分均值（5 分制）"},
        {"metric": "媒体报道篇数", "target": "≥ 20 篇", "measure": "会后 7 日内监测的原发报道"},
        {"metric": "签署合作意向", "target": "≥ 8 份", "measure": "签约环节签署文本份数"},
    ],
    "format": "onsite",
    "segments": ["breakout", "signing", "group_photo", "speaker_fee"],
    "agenda_outline": "首日上午开幕与主旨演讲，下午三个分会场；首日晚欢迎晚宴；次日上午圆桌与签约，下午参观。",
}
_PLACE: dict[str, Any] = {
    "venue_type": ["hotel", "conference_centre"],
    "venue_area": "主会场不小于 800 m²，净高不低于 5 m；分会场三间，每间不小于 150 m²",
    "venue_layout": "主会场课桌式，前三排设席卡；分会场岛式；晚宴圆桌。",
    "venue_location": "距高铁站 30 分钟车程以内",
    "venue_transport": "地铁可达，大巴可落客",
    "transport_needs": ["pickup", "see_off", "parking"],
    "meals": ["lunch", "banquet", "coffee_break", "crew_meal"],
    "sound": "线阵音响，无线手持 6 支、头戴 4 支",
    "lighting": "面光与舞台效果灯",
    "projection": "LED 主屏 P2.5，两侧返送屏",
    "interpretation": "中英双语同传，接收机按人数另加一成",
    "live_stream": True,
    "recording": "全程双机位录像，录音供纪要用",
    "interaction": ["check_in", "poll"],
    "style": "简洁、深蓝主色，不用红底金字。",
    "brand_guideline": "按客户 VI 手册 2.1 版",
}
_TERMS: dict[str, Any] = {
    "budget_tax_included": "inclusive",
    "budget_restrictions": "不列支礼品现金等价物；晚宴酒水单列，超出部分须先报批。",
    "budget_payment_nodes": [
        {"node": "合同签订", "share": "40%", "condition": "盖章后 5 个工作日内"},
        {"node": "会前", "share": "40%", "condition": "会前 7 天，凭预算执行简报"},
        {"node": "决算", "share": "20%", "condition": "客户确认决算并收到发票后 15 个工作日内"},
    ],
    "invoice_kind": "special",
    "tax_id": "91310000MA1FL0000X",
}
_NEEDS: dict[str, Any] = {
    "special_ethnic": "清真餐单独备餐、单独取餐台，餐具分开。",
    "special_accessibility": "轮椅 2 人，须有坡道与轮椅席，陪护同席；手语翻译 1 名。",
    "special_allergy": "花生过敏 3 人，海鲜过敏 2 人；菜单标注过敏原。",
    "special_confidentiality": "分会场二的材料编号发放，会后清退。",
    "communication": "每周一书面简报，会前两周起每日 17:00 碰头",
    "prior_edition": "上届到会率 86%，茶歇排队过长；同业年会同月举办，避免撞期。",
    "risk_notes": "三月多雨，户外合影须有室内备选。",
}


def _people(meeting: Meeting) -> dict[str, Any]:
    contacts = list(meeting.client.contacts.all()) if meeting.client else []
    approver = next((c for c in contacts if c.is_approver), contacts[0] if contacts else None)
    contact = next((c for c in contacts if not c.is_approver), approver)
    if approver is None or contact is None:
        approver_row = contact_row = {"name": "赵明远", "title": "副总裁", "phone": "13900000001", "email": ""}
    else:
        approver_row, contact_row = _row(approver), _row(contact)
    chain = [contact_row] if contact_row == approver_row else [contact_row, approver_row]
    return {"client_approver": approver_row, "contact": contact_row, "approval_chain": chain}


def _row(contact: Any) -> dict[str, str]:
    return {name: getattr(contact, name) for name in ("name", "title", "phone", "email")}


def _first_contact(ctx: DemoContext, account: Actor) -> None:
    """The call it began with. The meeting was opened before, so the record is tied to it as accepted."""
    meeting, key = ctx.meeting, UUID(int=ctx.rng.getrandbits(128), version=4)
    person = meeting.client.contacts.first() if meeting.client else None
    made = record_intake(
        actor=account,
        org_id=ctx.org.pk,
        submission_key=key,
        values={
            "contact_kind": "call",
            "source": "returning",
            "client_name": meeting.client.name if meeting.client else ctx.org.name,
            "contact_name": person.name if person else "赵明远",
            "contact_title": person.title if person else "",
            "phone": person.phone if person and person.phone else "13900000001",
            "meeting_name": meeting.name,
            "meeting_type": meeting.meeting_type,
            "start_on": meeting.start_on,
            "end_on": meeting.end_on,
            "city": meeting.city,
            "headcount": _headcount(ctx.people, _crowd(ctx).shares)["groups"],
            "headcount_basis": "estimate",
            "decision_maker": person.name if person else "赵明远",
            "prior_edition": "上届到会率 86%，茶歇排队过长。",
            "budget_idea": f"人均约 {_crowd(ctx).per_head_cents // 100} 元",
            "notes": "希望比上届多一个分会场。",
            "next_step": "上门沟通需求，起草简报",
        },
    )
    IntakeRecord.objects.filter(pk=made.pk).update(
        status=IntakeStatus.ACCEPTED, meeting=meeting, decided_at=clock.now(), decided_by_id=account.id
    )


def _city_event(ctx: DemoContext, account: Actor) -> None:
    """A fair three weeks later: listed, and no clash."""
    first = ctx.meeting.end_on + timedelta(days=21)
    list_city_event(
        actor=account,
        org_id=ctx.org.pk,
        values={
            "city": ctx.meeting.city or "上海",
            "name": "国际工业装备展览会",
            "kind": CityEventKind.EXHIBITION,
            "start_on": first,
            "end_on": first + timedelta(days=3),
            "source": "会展中心年度排期",
        },
    )


def _write(actor: Actor, document: Document, content: Mapping[str, Any]) -> None:
    """Section by section, as people do."""
    for section in SCHEMA.sections:
        document.refresh_from_db()
        save_brief(
            actor=actor,
            document_id=document.pk,
            section=section.key,
            seal=section_seal(document.draft, section.key),
            fields={spec.key: content[spec.key] for spec in SCHEMA.fields if spec.section == section.key},
        )


def _sent(actor: Actor, document: Document) -> tuple[Version, Actor]:
    """To the client's decision maker; returns the version and the link's holder."""
    document.refresh_from_db()
    person = document.draft["client_approver"]["value"]
    version, link, _token = send_brief_for_signature(
        actor=actor,
        document_id=document.pk,
        revision=document.revision,
        person=person["name"],
        recipient=person["phone"],
        note="按需求沟通会整理的第一版",
    )
    return version, _holder(link)


def _signed(holder: Actor, document: Document, version: Version) -> None:
    """Confirmed by the link."""
    person = document.draft["client_approver"]["value"]
    sign_version(
        actor=holder,
        version_id=version.pk,
        seen_hash=version.content_hash,
        person_name=person["name"],
        person_title=person["title"],
    )
    version.refresh_from_db()


def _holder(link: ScopedLink) -> Actor:
    return Actor.of_link(link, address="203.0.113.20", agent="demo")


def _judge(ctx: DemoContext, actor: Actor, version: Version) -> None:
    measured = {"到会率": "93%", "参会者满意度": "4.6 分", "媒体报道篇数": "17 篇", "签署合作意向": "9 份"}
    measured |= ctx.script.get("goal_results", {})
    for goal in goals(version.content):
        if goal["metric"] in measured:
            judge_goal(actor=actor, meeting=ctx.meeting, metric=goal["metric"], value=measured[goal["metric"]])
