"""`huiwu check SLUG`."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import datetime
from typing import Any


def add_commands(commands: Any) -> None:
    check = commands.add_parser("check", help="检查一个会议的疏漏与矛盾")
    check.add_argument("slug", help="会议的短名")
    check.add_argument("--at", type=_instant, help="按该时刻判断（ISO 8601；不带时区按会议所在时区）")
    check.add_argument("--format", choices=["text", "json"], default="text")
    check.add_argument(
        "--severity", choices=["block", "warn", "hint"], default="block", help="有此级别或更重的即以 1 退出"
    )
    check.set_defaults(run=_check)


def _instant(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} 不是 ISO 8601 时刻，例如 2027-03-01T09:00+08:00") from None


def _check(args: argparse.Namespace) -> int:
    from zoneinfo import ZoneInfo

    from huiwu.checks.queries import judgement
    from huiwu.checks.rules import at_least
    from huiwu.foundation.actors import SYSTEM
    from huiwu.meetings.queries import meeting_for

    meeting = meeting_for(SYSTEM, args.slug)
    at = args.at
    if at is not None and at.tzinfo is None:
        at = at.replace(tzinfo=ZoneInfo(meeting.time_zone))
    findings = judgement(meeting, at)
    if args.format == "json":
        print(json.dumps({"findings": [f.as_contract() for f in findings]}, ensure_ascii=False, indent=1))
    else:
        words = {"block": "阻断", "warn": "警告", "hint": "提示"}
        for f in findings:
            print(f"{words[f.severity]} {f.code} {f.title}：{f.detail}", file=sys.stdout)
        print(f"{meeting.name}：共 {len(findings)} 条", file=sys.stderr)
    return 1 if any(at_least(f.severity, args.severity) for f in findings) else 0
