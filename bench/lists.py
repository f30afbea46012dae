"""Lists of attendees: a large workbook in (dry run, then taken in) and out, and finding people by one box."""

from __future__ import annotations

import random
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import xlsxwriter

from bench.measure import percentile, row, timed

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔"
)
GIVEN = "明华国建文军平志伟东海强晓生光林德祥福秀英敏静丽艳娟霞涛超勇杰斌波辉刚健鹏宇浩博思雨欣怡佳琪梦洁"
HEADS = ["姓名", "称谓", "英文名", "单位", "单位简称", "职务", "手机", "邮箱"]
HEADS += ["身份", "确认状态", "代表团", "分组", "标签", "联系人", "备注"]
ORGANISATIONS = 5000


def rows(full: bool = False) -> list[dict[str, Any]]:
    from huiwu.accounts.models import Membership, Organisation, User
    from huiwu.foundation.actors import Actor

    org = Organisation.objects.create(name="名单会务", slug="bench-lists")
    lead = User.objects.create_user("bench-lists@example.test", "林岚", None)
    Membership.objects.create(org=org, user=lead)
    actor = Actor.of_user(lead)
    found = []
    for count in (10_000, 100_000) if full else (10_000,):
        found += _in_and_out(actor, _meeting(org, lead, f"bench-lists-{count}"), count)
    return found + _finding(actor, org, lead)


def _meeting(org: Any, lead: Any, slug: str) -> Any:
    from datetime import date

    from huiwu.accounts.choices import Role
    from huiwu.meetings.choices import MeetingType
    from huiwu.meetings.models import Client, Meeting, TeamMember

    client, _made = Client.objects.get_or_create(org=org, name="启明科技")
    meeting = Meeting.objects.create(
        org=org, client=client, number=slug, slug=slug, name=slug, meeting_type=MeetingType.FORUM,
        start_on=date(2027, 3, 18), end_on=date(2027, 3, 19), expected_headcount=1000,
    )  # fmt: skip
    TeamMember.objects.create(meeting=meeting, user=lead, role=Role.PROJECT_MANAGER)
    return meeting


def _in_and_out(actor: Any, meeting: Any, count: int) -> list[dict[str, Any]]:
    from huiwu.attendees.services import importing
    from huiwu.attendees.services.exporting import Asked, export_list

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        _workbook(path, count)
        with path.open("rb") as content:
            looked, batch = _once(
                lambda: importing.upload_list(
                    actor=actor, meeting=meeting, content=content, name="list.xlsx", wait=True
                )
            )
    taken, batch = _once(lambda: importing.confirm_list(actor=actor, meeting=meeting, batch_id=batch.pk, wait=True))
    assert batch.counts["added"] == count
    made, _file = _once(
        lambda: export_list(actor=actor, meeting=meeting, asked=Asked(code="whole", form="xlsx", purpose="bench"))
    )
    goal = "; goal 60 s together" if count == 100_000 else ""
    return [
        row(
            f"{count} × {len(HEADS)} .xlsx: dry run",
            looked[0],
            cpu_ms=looked[1],
            peak_mb=_peak(),
            note=goal.strip("; "),
        ),
        row(f"{count} × {len(HEADS)} .xlsx: taken in", taken[0], cpu_ms=taken[1], peak_mb=_peak(), note="goal 600 MB"),
        row(f"{count} people: whole list out, .xlsx", made[0], cpu_ms=made[1], peak_mb=_peak(), note="goal 20 s"),
    ]


def _finding(actor: Any, org: Any, lead: Any) -> list[dict[str, Any]]:
    """p95 in a meeting of 20,000, alone and beside three others as large."""
    from huiwu.attendees.queries.finding import find

    meeting = _meeting(org, lead, "bench-finding")
    _fill(actor, meeting, 20_000)
    texts = ["王明", "zhang", "zxm", "5678", "1381234", "第77研", "王 第1", "123", "wangming", "li", "研究院"]
    found = []
    for beside in (0, 1):
        for nth in range(3 * beside):
            _fill(actor, _meeting(org, lead, f"bench-beside-{nth}"), 20_000)
        times = []
        for text in texts * 20:
            began = time.perf_counter()
            find(meeting, text)
            times.append((time.perf_counter() - began) * 1000)
        note = f"p50 {percentile(times, 0.5):.1f} ms; goal p95 20 ms"
        found.append(row(f"find among 20,000, {3 * beside} meetings beside: p95", percentile(times, 0.95), note=note))
    return [*found, _page(lead, meeting)]


def _page(lead: Any, meeting: Any) -> dict[str, Any]:
    """The list of 20,000 as a browser asks for it, without the network."""
    from django.test import Client

    client = Client()
    client.force_login(lead)

    def ask() -> None:
        assert client.get(f"/m/{meeting.slug}/attendees/").status_code == 200

    wall, cpu = timed(ask, runs=15)
    return row("page of the list of 20,000", wall, cpu_ms=cpu, note="goal 60 ms")


def _fill(actor: Any, meeting: Any, count: int) -> None:
    from huiwu.attendees.services import add_many

    people = [
        dict(zip(("display_name", "org_name", "org_short", "mobile"), one, strict=True)) for one in _people(count)
    ]
    for start in range(0, count, 2000):
        add_many(actor=actor, meeting=meeting, rows=people[start : start + 2000])  # type: ignore[arg-type]


def _people(count: int) -> list[tuple[str, str, str, str]]:
    chance = random.Random(1)
    found = []
    for nth in range(count):
        name = chance.choice(SURNAMES) + chance.choice(GIVEN) + chance.choice(GIVEN)
        org = chance.randrange(ORGANISATIONS)
        found.append((name, f"第{org}研究院有限公司", f"{org}院", f"1{3 + nth % 7}{nth:09d}"))
    return found


def _workbook(path: Path, count: int) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        page = book.add_worksheet("名单")
        page.write_row(0, 0, HEADS)
        for nth, (name, org, short, mobile) in enumerate(_people(count), 1):
            rest = ("代表", "确认出席", f"第{nth % 40}代表团", f"{nth % 30}组", "A、B", "秘书", "备注文字")
            for x, text in enumerate(
                (name, "先生", "", org, short, "高级工程师", mobile, f"u{nth}@example.org", *rest)
            ):
                page.write_string(nth, x, text)


def _once(work: Callable[[], Any]) -> tuple[tuple[float, float], Any]:
    wall, cpu = time.perf_counter(), time.process_time()
    made = work()
    return ((time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000), made


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
