"""The demo's speakers hand in over two weeks and have it accepted the day after; one of them has to mend the slides."""

from __future__ import annotations

import io
from datetime import date, timedelta

from huiwu.accounts.choices import Role
from huiwu.attendees.models import Attendee
from huiwu.attendees.services import personal_link
from huiwu.foundation.actors import SYSTEM, Actor
from huiwu.foundation.registry.demo import DemoContext, demo, moment
from huiwu.guests.models import Guest
from huiwu.kernel import clock
from huiwu.privacy.choices import PurposeCode
from huiwu.privacy.queries.consents import published_notice
from huiwu.privacy.services import give_consents
from huiwu.speaker_materials import services
from huiwu.speaker_materials.choices import MaterialKind, MaterialState
from huiwu.speaker_materials.demo_content import biography, deck, portrait
from huiwu.speaker_materials.models import SpeakerMaterial
from huiwu.speaker_materials.queries import owing_speakers

FIRST, SPREAD = 24, 14
"""The first hands in so many days before the start, the others over so many days after: all is here by T-11."""
NOT_RECORDED = 7
"""Every so many-th does not say yes to being recorded."""
REASON = "第 2 页的字体会场电脑没有，请换成微软雅黑。"


@demo(46)
def speaker_materials(ctx: DemoContext) -> None:
    """Whoever is on the stage owes what the part asks; a careful team has it accepted well before T-7."""
    services.follow_agenda(actor=SYSTEM, meeting=ctx.meeting)
    owing = owing_speakers(ctx.meeting)
    mended = next((row for rows in owing.values() for row in rows if row.kind == MaterialKind.SLIDES), None)
    for nth, (person, rows) in enumerate(owing.items()):
        day = _day(ctx, FIRST - nth % SPREAD)
        if day is None:
            continue
        with clock.at(moment(day, 10 + nth % 7)):
            actor = _own(person)
            _hand_in(actor, rows, nth, mended)
            if nth % NOT_RECORDED and published_notice(ctx.meeting):
                give_consents(actor=actor, meeting=ctx.meeting, subject_id=person.pk, purposes=[PurposeCode.PORTRAIT])
        _judge(ctx, rows, mended, min(day + timedelta(days=1), ctx.today))


def _day(ctx: DemoContext, before: int) -> date | None:
    """So many days before the start, not before the plan; None when that lies ahead."""
    day = ctx.meeting.start_on - timedelta(days=before)
    if day > ctx.today:
        return None
    return min(max(day, clock.today(ctx.meeting.time_zone)), ctx.today)


def _team(ctx: DemoContext) -> Actor:
    return Actor.of_user(ctx.cast.get(Role.GUEST_TEAM) or ctx.cast[Role.PROJECT_MANAGER])


def _own(person: Attendee) -> Actor:
    link, _token = personal_link(actor=SYSTEM, attendee=person)
    return Actor.of_link(link, address="203.0.113.20", agent="demo")


def _hand_in(actor: Actor, rows: list[SpeakerMaterial], nth: int, mended: SpeakerMaterial | None) -> None:
    for row in rows:
        if row.kind == MaterialKind.TITLE:
            services.hand_in_text(actor=actor, material_id=row.pk, text=_title(row))
        elif row.kind == MaterialKind.BIOGRAPHY:
            who = row.attendee
            text, english = biography(who.display_name, who.org_text, who.title)
            services.hand_in_text(actor=actor, material_id=row.pk, text=text, text_en=english)
        elif row.kind == MaterialKind.PHOTO:
            _file(actor, row, portrait(nth), "照片.jpg")
        elif row.kind in (MaterialKind.SLIDES, MaterialKind.HANDOUT):
            _file(actor, row, _deck(row, "方正兰亭黑" if row == mended else "微软雅黑"), "演讲.pptx")


def _title(row: SpeakerMaterial) -> str:
    guest = Guest.objects.filter(attendee=row.attendee_id).first()
    told = guest.talk_title if guest is not None else ""
    return told or (row.item.title if row.item else row.item_title)


def _deck(row: SpeakerMaterial, font: str) -> bytes:
    return deck(_title(row), ["背景与问题", "我们的做法", "三点体会", "谢谢"], font=font)


def _file(actor: Actor, row: SpeakerMaterial, content: bytes, name: str) -> None:
    services.hand_in_file(actor=actor, material_id=row.pk, content=io.BytesIO(content), name=name, size=len(content))


def _judge(ctx: DemoContext, rows: list[SpeakerMaterial], mended: SpeakerMaterial | None, day: date) -> None:
    team = _team(ctx)
    with clock.at(moment(day, 18)):
        for row in rows:
            if row == mended:
                services.return_material(actor=team, material_id=row.pk, number=1, reason=REASON)
                _file(_own(row.attendee), row, _deck(row, "微软雅黑"), "演讲（修改）.pptx")
            row.refresh_from_db()
            if row.state == MaterialState.RECEIVED:
                services.accept_material(actor=team, material_id=row.pk, number=row.version_count)
