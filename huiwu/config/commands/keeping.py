"""`huiwu backup`, `huiwu restore`, `huiwu doctor`."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any


def add_commands(commands: Any) -> None:
    backup = commands.add_parser("backup", help="把整个安装写成一个文件；运行中也可以")
    backup.add_argument("file", type=Path)
    backup.set_defaults(run=back_up)
    restore_ = commands.add_parser("restore", help="核对备份并恢复整个安装")
    restore_.add_argument("file", type=Path)
    restore_.add_argument("--replace", action="store_true", help="替换现有数据；原来的保留在旁边")
    restore_.set_defaults(run=restore)
    doctor_ = commands.add_parser("doctor", help="检查这个安装有什么问题")
    doctor_.add_argument("--format", choices=["text", "json"], default="text")
    doctor_.set_defaults(run=doctor)


def back_up(args: argparse.Namespace) -> int:
    from huiwu.config import backup

    manifest = backup.back_up(args.file)
    print(f"已备份 {len(manifest['parts'])} 个部分到 {args.file}。", file=sys.stderr)
    return 0


def restore(args: argparse.Namespace) -> int:
    from huiwu.config import backup

    former = backup.restore(args.file, replace=args.replace)
    print(f"已从 {args.file} 恢复。" + (f"原来的数据在 {former}。" if former else ""), file=sys.stderr)
    return 0


def doctor(args: argparse.Namespace) -> int:
    from huiwu.config import doctor as doctor_

    found = doctor_.examine()
    if args.format == "json":
        print(json.dumps(doctor_.as_json(found), ensure_ascii=False, indent=1))
    else:
        for ailment in found:
            print(f"[{ailment.severity}] {ailment.code}: {ailment.title} → {ailment.advice}")
        print("没有发现问题。" if not found else f"共 {len(found)} 项。", file=sys.stderr)
    return 1 if found else 0
