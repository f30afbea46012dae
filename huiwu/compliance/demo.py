"""The demo meeting's compliance: facts noted, every item judged by 法务合规, permits with their papers, cleared."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

from huiwu.accounts.choices import Role
from huiwu.compliance.choices import Audience, Decision, PermitKind
from huiwu.compliance.queries.checklist import checklist_of
from huiwu.compliance.queries.facts import facts_of
from huiwu.compliance.queries.items import sensitive_words
from huiwu.compliance.services import (
    add_prize,
    add_spending_item,
    clear_checklist,
    decide_item,
    record_permit,
    save_compliance_facts,
    submit_checklist,
)
from huiwu.documents.blocks import KeyValues, Paragraph, Sheet
from huiwu.documents.render.pdf import pdf
from huiwu.foundation.actors import Actor
from huiwu.foundation.files import keep_file
from huiwu.foundation.models import StoredFile
from huiwu.foundation.registry.demo import DemoContext, demo, moment
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting

NOTES = {
    "secrecy": "已与客户书面确认不涉及国家秘密",
    "name_words": "会名已核对",
    "mass_event": "许可申请已递交，材料齐全",
    "lucky_draw": "单项奖品均在上限以内，税款由主办方代扣",
    "pi.entrusted": "委托处理附件已写入主合同草案",
    "pi.assessment": "评估报告已出，编号与合同一致",
}
CLEARED_DAYS_BEFORE = 47
"""SOP P04: T-55 to T-45."""


@demo(25)
def screen(ctx: DemoContext) -> None:
    """`ctx.script["compliance"]` may hold `facts` (columns of the profile), `spending` and `prizes` (service values), and
    `open` (keys left unjudged). Nothing is judged where the cast has no 法务合规."""
    officer = ctx.cast.get(Role.COMPLIANCE_OFFICER)
    script: dict[str, Any] = ctx.script.get("compliance", {})
    lead = Actor.of_user(ctx.cast[Role.PROJECT_MANAGER])
    opened_on: date = ctx.meeting.created_at.astimezone(ctx.meeting.zone).date()
    usual = ctx.meeting.start_on - timedelta(days=CLEARED_DAYS_BEFORE)
    day = min(ctx.today, max(usual, opened_on + timedelta(days=3)))
    noted_on = max(day - timedelta(days=2), opened_on)
    with clock.at(moment(noted_on)):
        _note(ctx.meeting, lead, script)
        _permits(ctx.meeting, lead, day)
    if officer is not None:
        with clock.at(moment(day)):
            _judge(ctx.meeting, Actor.of_user(officer), script.get("open", ()))
            _clear(ctx.meeting, lead, Actor.of_user(officer))


def _note(meeting: Meeting, lead: Actor, script: dict[str, Any]) -> None:
    facts = script.get("facts") or (_public_facts(meeting) if meeting.public_body_mode else {})
    if facts:
        save_compliance_facts(actor=lead, meeting=meeting, revision=0, values=facts)
    for row in script.get("spending") or (_spending(meeting) if meeting.public_body_mode else ()):
        add_spending_item(actor=lead, meeting=meeting, **row)
    for row in script.get("prizes", ()):
        add_prize(actor=lead, meeting=meeting, **({"audience": Audience.INTERNAL} | row))


def _public_facts(meeting: Meeting) -> dict[str, Any]:
    staff = meeting.expected_headcount // 12
    return {
        "spending_class": "3" if meeting.expected_headcount <= 150 else "2",
        "delegates": meeting.expected_headcount - staff,
        "staff": staff,
        "session_half_days": min(meeting.day_count * 2, 3),
        "travel_half_days": 1,
        "venue_kind": "designated",
    }


def _spending(meeting: Meeting) -> list[dict[str, Any]]:
    """A little under the standard in each of the three parts."""
    facts = facts_of(meeting)
    people = {"people": facts.delegates + facts.staff, "half_days": facts.half_days}
    return [
        {"category": "lodging", "name": "定点饭店标准间", "unit_cents": 31_000, **people},
        {"category": "meals", "name": "自助餐与工作餐", "unit_cents": 12_500, **people},
        {"category": "other", "name": "场地、文件印刷与交通", "unit_cents": 7_500, **people},
    ]


def _permits(meeting: Meeting, lead: Actor, day: date) -> None:
    facts = facts_of(meeting)
    if facts.publicness == "public" and facts.people >= 1000:
        values = {
            "kind": PermitKind.MASS_EVENT,
            "authority": f"{meeting.city}公安局",
            "number": f"大活申〔{day.year}〕{meeting.number[-3:]}号",
            "applied_on": day,
        }
        record_permit(
            actor=lead, meeting=meeting, values=values, file=_paper(meeting, lead, "大型群众性活动许可申请受理回执")
        )
    if sensitive_words(facts):
        values = {
            "kind": PermitKind.FORUM,
            "authority": f"{meeting.city}主管部门",
            "number": f"论登〔{day.year}〕{meeting.number[-3:]}号",
            "applied_on": day - timedelta(days=20),
            "granted_on": day - timedelta(days=4),
        }
        record_permit(actor=lead, meeting=meeting, values=values, file=_paper(meeting, lead, "论坛活动登记凭证"))


def _paper(meeting: Meeting, lead: Actor, title: str) -> StoredFile:
    """The paper that would be scanned."""
    lines = (("活动名称", meeting.name), ("举办地", meeting.city), ("举办日期", meeting.start_on.isoformat()))
    sheet = Sheet(title=title, blocks=(KeyValues(lines), Paragraph("演示资料，不作凭证。")), issuer=meeting.org.name)
    return keep_file(BytesIO(pdf(sheet)), name=f"{title}.pdf", meeting_id=meeting.pk, kept_by=lead.id)


def _judge(meeting: Meeting, officer: Actor, left_open: Any) -> None:
    for item in checklist_of(meeting).items:
        if item.spec.key in left_open:
            continue
        decide_item(
            actor=officer,
            meeting=meeting,
            key=item.spec.key,
            decision=Decision.NEEDS_WORK if item.spec.forbids else Decision.PASS,
            note=item.spec.forbids or NOTES.get(item.spec.key, "已核对依据与现有资料"),
            seal=item.spec.seal,
            revision=item.revision,
        )


def _clear(meeting: Meeting, lead: Actor, officer: Actor) -> None:
    """Items left open or to be mended keep the checklist from being submitted, as they would."""
    if not checklist_of(meeting).open_items:
        version = submit_checklist(actor=lead, meeting=meeting)
        clear_checklist(actor=officer, meeting=meeting, version_id=version.pk, seen_hash=version.content_hash)
