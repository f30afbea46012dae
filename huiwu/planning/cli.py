"""`huiwu plan …`: the planning capability on the command line."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

WRONG_USAGE = 2


def add_commands(commands: Any) -> None:
    """Add `plan preview` to the program's subparsers."""
    plan = commands.add_parser("plan", help="排期")
    actions = plan.add_subparsers(dest="plan_command", required=True, metavar="preview")
    preview = actions.add_parser("preview", help="不用数据库，倒排一场会议的全部步骤")
    preview.add_argument(
        "--type",
        required=True,
        metavar="T",
        help="seminar、launch、training、annual_gala、gov_work、forum、signing、other",
    )
    preview.add_argument("--people", required=True, metavar="N", help="人数")
    preview.add_argument("--start", required=True, metavar="D", help="首日，如 2026-10-20")
    preview.add_argument("--end", metavar="D", help="末日，默认同首日")
    preview.add_argument("--today", required=True, metavar="D", help="从哪一天看")
    preview.add_argument(
        "--holidays", default="none", choices=("cn", "weekends", "none"), help="工作日历，默认每天都算"
    )
    preview.add_argument(
        "--have", action="append", nargs="+", metavar="CONDITION", help="已知成立的条件；不给则都按成立"
    )
    preview.add_argument("--publicness", choices=("public", "internal"), help="是否面向社会公众，默认按类型")
    preview.add_argument("--contract", metavar="D", help="主合同签订日")
    preview.add_argument("--load-in", metavar="D", help="进场搭建日")
    preview.add_argument("--prep-days", metavar="N", help="筹备天数，默认按规模")
    preview.add_argument("--format", default="text", choices=("json", "text"))
    preview.set_defaults(run=run_preview, needs_django=False)


def run_preview(args: argparse.Namespace) -> int:
    """Print the plan. 0 also when it is not feasible (the document says so); 2 with one sentence for impossible input."""
    from huiwu.planning.bridge.preview import PlanRefused, as_json, as_text

    try:
        plan = _planned(args)
    except PlanRefused as refused:
        print(refused, file=sys.stderr)
        return WRONG_USAGE
    print(json.dumps(as_json(plan), ensure_ascii=False, indent=1) if args.format == "json" else as_text(plan))
    return 0


def _planned(args: argparse.Namespace) -> Any:
    from huiwu.planning.bridge.preview import preview

    start_on = _day("--start", args.start)
    have = frozenset(code for group in args.have for code in group) if args.have else None
    return preview(
        meeting_type=args.type,
        people=_count("--people", args.people),
        start_on=start_on,
        end_on=_day("--end", args.end) if args.end else start_on,
        today=_day("--today", args.today),
        holidays=args.holidays,
        have=have,
        publicness=args.publicness,
        contract_on=_day("--contract", args.contract) if args.contract else None,
        load_in_on=_day("--load-in", args.load_in) if args.load_in else None,
        prep_days=_count("--prep-days", args.prep_days) if args.prep_days else None,
    )


def _day(option: str, text: str) -> Any:
    from datetime import date

    from huiwu.planning.bridge.preview import PlanRefused

    try:
        return date.fromisoformat(text)
    except ValueError:
        raise PlanRefused("not_a_day", option=option, text=text) from None


def _count(option: str, text: str) -> int:
    from huiwu.planning.bridge.preview import PlanRefused

    try:
        return int(text)
    except ValueError:
        raise PlanRefused("not_a_number.option", option=option, text=text) from None
