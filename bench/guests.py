"""Invitations: made, rendered and queued for ten thousand guests as the worker does it; one letter and 200 as PDF."""

from __future__ import annotations

import time
from functools import partial
from typing import Any

from bench.measure import row, timed

GUESTS = 10_000
GOAL_MS = 60_000


def rows(full: bool = False) -> list[dict[str, Any]]:
    return [*sending(GUESTS), *printing()]


def sending(count: int) -> list[dict[str, Any]]:
    """From the chosen guests to the last message in the queue, each with an own link and a number."""
    from huiwu.attendees.services import add_many
    from huiwu.foundation.actors import SYSTEM
    from huiwu.guests import services
    from huiwu.guests.models import Letter
    from huiwu.notifications.models import OutsideDelivery
    from tests.cast import assemble
    from tests.guests.conftest import signed_template

    cast = assemble()
    template = signed_template(cast)
    people: list[Any] = [
        {"display_name": f"嘉宾{n}", "org_name": "明湖产业研究院", "title": "院长", "email": f"guest{n}@example.test"}
        for n in range(count)
    ]
    made = add_many(actor=SYSTEM, meeting=cast.meeting, rows=people)
    guests = services.add_guests(actor=SYSTEM, meeting=cast.meeting, attendee_ids=[person.pk for person in made])
    begun, spent = time.perf_counter(), time.process_time()
    batch = services.make_letters(
        actor=SYSTEM,
        meeting=cast.meeting,
        template_id=template.pk,
        guest_ids=[guest.pk for guest in guests],
        medium="email",
    )
    sent = services.send_letters(batch_id=batch.pk)
    wall, cpu = (time.perf_counter() - begun) * 1000, (time.process_time() - spent) * 1000
    queued = OutsideDelivery.objects.filter(key__startswith="letter:").count()
    assert sent == queued == Letter.objects.filter(state="sent").count() == count
    return [
        row(f"guests: {count:,} invitations rendered and queued", wall, cpu_ms=cpu, note=f"goal {GOAL_MS // 1000} s")
    ]


def printing() -> list[dict[str, Any]]:
    from huiwu.documents.render.letters import LetterSheet, letters_pdf

    letter = LetterSheet(
        title="启明科技 2027 国际合作论坛邀请函",
        org="明湖产业研究院",
        opening="尊敬的王明院长：",
        paragraphs=("诚邀您莅临，担任主旨演讲。",) * 3,
        pairs=(("时间", "2027年3月18日至19日"), ("地点", "上海滨江会议中心")),
        ending="敬请于2027年3月1日前扫码或打开链接回复。恭候光临。",
        issuer="启明科技",
        dated_on="2027年2月1日",
        link="https://example.test/l/0123456789abcdef/invitation/",
        number="邀〔2027〕0001号",
    )
    found = []
    for count in (1, 200):
        wall, cpu = timed(partial(letters_pdf, [letter] * count, language="zh-hans", title="x"))
        found.append(row(f"guests: {count} letters as PDF", wall, cpu_ms=cpu))
    return found
