"""The demo's speakers: entered by 嘉宾组, approved by the lead, paid by 财务, signed for and declared after the meeting."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

from huiwu.accounts.choices import Role
from huiwu.documents.blocks import KeyValues, Paragraph, Sheet
from huiwu.documents.render.pdf import pdf
from huiwu.foundation.actors import Actor
from huiwu.foundation.files import keep_file
from huiwu.foundation.models import StoredFile
from huiwu.foundation.registry.demo import DemoContext, demo, moment
from huiwu.kernel import clock
from huiwu.kernel.money import yuan
from huiwu.meetings.models import Meeting
from huiwu.speaker_fees import services
from huiwu.speaker_fees.models import SpeakerFee

ENTERED, APPROVED = 12, 9
"""Days before the first day (A08 asks for standards at T-7)."""
PAID, DECLARED = 2, 4
"""Days after the last day."""

SPEAKERS: dict[str, tuple[dict[str, Any], ...]] = {
    "training": (
        {
            "name": "卢敬之",
            "organisation": "成都商贸职业学院",
            "grade": "professor",
            "kind": "lecture",
            "subject": "门店现场管理",
            "hours": ((0, "09:30", 4), (0, "14:00", 6)),
            "basis": "net",
            "agreed_cents": 400_000,
        },
        {
            "name": "白露",
            "organisation": "和合咨询",
            "grade": "other",
            "kind": "lecture",
            "subject": "顾客沟通",
            "hours": ((1, "09:00", 6),),
            "basis": "gross",
            "agreed_cents": 300_000,
        },
    ),
    "forum": (
        {
            "name": "欧阳修文",
            "organisation": "东海大学",
            "grade": "professor",
            "kind": "other",
            "subject": "主题演讲",
            "hours": (),
            "basis": "net",
            "agreed_cents": 2_000_000,
        },
        {
            "name": "沈南星",
            "organisation": "东海大学",
            "grade": "associate",
            "kind": "other",
            "subject": "圆桌主持",
            "hours": (),
            "basis": "gross",
            "agreed_cents": 500_000,
        },
    ),
    "seminar": (
        {
            "name": "方启元",
            "organisation": "江南理工大学",
            "grade": "academician",
            "kind": "consultation",
            "subject": "课题评议",
            "hours": (),
            "half_units": 2,
            "basis": "net",
            "agreed_cents": 300_000,
        },
    ),
}
IDS = ("11010519491231002X", "440106197001010014")
"""Numbers with a right check digit that belong to nobody."""


@demo(64)
def pay_speakers(ctx: DemoContext) -> None:
    """Only for types that have speakers; each step once its day has come."""
    people = [ctx.cast.get(role) for role in (Role.GUEST_TEAM, Role.PROJECT_MANAGER, Role.FINANCE)]
    rows = SPEAKERS.get(ctx.meeting.meeting_type, ())
    if not rows or None in people or ctx.meeting.public_body_mode:
        return
    guests, lead, finance = (Actor.of_user(user) for user in people)
    start, end = ctx.meeting.start_on, ctx.meeting.end_on
    fees = []
    if ctx.today >= start - timedelta(days=ENTERED):
        with clock.at(moment(start - timedelta(days=ENTERED))):
            fees = [_enter(ctx, guests, row, n) for n, row in enumerate(rows)]
    if ctx.today >= start - timedelta(days=APPROVED):
        with clock.at(moment(start - timedelta(days=APPROVED))):
            fees = [_approve(ctx.meeting, guests, lead, fee) for fee in fees]
    if ctx.today >= end + timedelta(days=PAID):
        with clock.at(moment(end + timedelta(days=PAID))):
            for fee in fees:
                _pay(ctx.meeting, guests, finance, fee)
    if ctx.today >= end + timedelta(days=DECLARED):
        with clock.at(moment(end + timedelta(days=DECLARED))):
            ids = [fee.pk for fee in fees]
            day = end + timedelta(days=DECLARED)
            services.declare_tax(actor=finance, meeting=ctx.meeting, fee_ids=ids, declared_on=day)
            services.erase_secrets(actor=finance, meeting=ctx.meeting)


def _enter(ctx: DemoContext, guests: Actor, row: dict[str, Any], n: int) -> SpeakerFee:
    start = ctx.meeting.start_on
    lessons = tuple(
        {"on": (start + timedelta(days=day)).isoformat(), "starts": starts, "half_hours": halves}
        for day, starts, halves in row["hours"]
        if start + timedelta(days=day) <= ctx.meeting.end_on
    )
    values = services.FeeValues(
        **{name: value for name, value in row.items() if name not in ("hours", "half_units")},
        half_units=row.get("half_units", 2),
        lessons=lessons,
        planned_on=ctx.meeting.end_on + timedelta(days=PAID),
        id_kind="resident",
        id_number=IDS[n % len(IDS)],
        bank_name="云岭银行示范支行",
        account=f"62220000000000{n:04d}",
    )
    return services.enter_fee(actor=guests, meeting=ctx.meeting, values=values)


def _approve(meeting: Meeting, guests: Actor, lead: Actor, fee: SpeakerFee) -> SpeakerFee:
    waiting = services.submit_fee(actor=guests, meeting=meeting, fee_id=fee.pk)
    reason = "院士级专家，按课题合同约定" if waiting.is_over else ""
    return services.approve_fee(
        actor=lead, meeting=meeting, fee_id=fee.pk, revision=waiting.revision, over_reason=reason
    )


def _pay(meeting: Meeting, guests: Actor, finance: Actor, fee: SpeakerFee) -> None:
    day = clock.today(meeting.time_zone)
    services.pay_fee(
        actor=finance,
        meeting=meeting,
        fee_id=fee.pk,
        paid_on=day,
        method="transfer",
        reference=f"LW{day:%Y%m%d}{fee.number:03d}",
        voucher=_paper(meeting, finance, f"劳务费付款凭证 {fee.label}", fee),
    )
    services.keep_receipt(
        actor=guests, meeting=meeting, fee_id=fee.pk, receipt=_paper(meeting, guests, f"签收单 {fee.label}", fee)
    )


def _paper(meeting: Meeting, actor: Actor, title: str, fee: SpeakerFee) -> StoredFile:
    """The paper that would be scanned."""
    lines = (("会议", meeting.name), ("编号", fee.label), ("税后", f"{yuan(fee.net_cents)} 元"))
    sheet = Sheet(title=title, blocks=(KeyValues(lines), Paragraph("演示资料，不作凭证。")), issuer=meeting.org.name)
    return keep_file(BytesIO(pdf(sheet)), name=f"{title}.pdf", meeting_id=meeting.pk, kept_by=actor.id)
