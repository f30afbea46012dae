"""`huiwu demo`."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any


def add_commands(commands: Any) -> None:
    demo_ = commands.add_parser("demo", help="装入一场虚构的会议，处于会前、会中或会后")
    demo_.add_argument("--stage", choices=["planning", "onsite", "wrapup"], required=True, help="会议所处阶段")
    demo_.add_argument("--people", type=_people, help="人数；不给则按示例原有规模")
    demo_.add_argument("--seed", type=int, default=1, help="同一种子得到同样的会议")
    demo_.add_argument(
        "--meeting",
        choices=["forum", "gala", "training", "launch", "government", "seminar"],
        help="哪一场；不给则取规模最接近的一场",
    )
    demo_.add_argument("--format", choices=["text", "json"], default="text")
    demo_.set_defaults(run=load)


def _people(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 100_000:
        raise argparse.ArgumentTypeError("人数应为 1 到 100000 之间的整数")
    return int(text)


def load(args: argparse.Namespace) -> int:
    """Prints the slug; whatever is for people goes to standard error."""
    from huiwu.config import demo, installation
    from huiwu.config.demo.loading import play
    from huiwu.config.demo.scripts import SCRIPTS, nearest
    from huiwu.kernel import clock

    installation.migrate()
    script = SCRIPTS[args.meeting] if args.meeting else nearest(args.people)
    meeting = play(script, stage=args.stage, people=args.people or script.people, seed=args.seed, today=clock.today())
    for line in demo.said(demo.give_passwords()):
        print(line, file=sys.stderr)
    if args.format == "json":
        print(json.dumps({"slug": meeting.slug, "name": meeting.name, "stage": args.stage}, ensure_ascii=False))
    else:
        print(meeting.slug)
    return 0
