"""`huiwu export`, `huiwu import`."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any


def add_commands(commands: Any) -> None:
    export = commands.add_parser("export", help="把整场会议写成一个档案文件")
    export.add_argument("slug", help="会议的短名或 UUID")
    export.add_argument("--out", type=Path, required=True, metavar="FILE")
    export.add_argument("--format", choices=["text", "json"], default="text")
    export.set_defaults(run=_export)
    import_ = commands.add_parser("import", help="导入一份会议档案；有一处损坏就整份拒绝")
    import_.add_argument("file", type=Path)
    import_.add_argument("--org", default="", help="归入哪个单位（标识）；不给则归入最早的单位")
    import_.add_argument("--format", choices=["text", "json"], default="text")
    import_.set_defaults(run=_import)


def _export(args: argparse.Namespace) -> int:
    from huiwu.foundation.actors import SYSTEM
    from huiwu.foundation.files import replaced_whole
    from huiwu.meetings.queries import meeting_for
    from huiwu.meetings.services import export_meeting

    meeting = meeting_for(SYSTEM, args.slug)
    with replaced_whole(args.out) as file:
        written = export_meeting(actor=SYSTEM, meeting=meeting, into=file)
    if args.format == "json":
        print(json.dumps({"meeting": str(meeting.pk), "counts": written.counts, "files": written.file_count}))
    total = sum(written.counts.values())
    print(f"已写入 {args.out}：{total} 条记录，{written.file_count} 个文件。", file=sys.stderr)
    return 0


def _import(args: argparse.Namespace) -> int:
    from huiwu.foundation.actors import SYSTEM
    from huiwu.foundation.archiving.errors import ArchiveForeign
    from huiwu.meetings.services import import_meeting, organisation_to_receive

    org = organisation_to_receive(actor=SYSTEM, slug=args.org)
    try:
        with args.file.open("rb") as source:
            meeting, arrived = import_meeting(actor=SYSTEM, org=org, source=source)
    except OSError as fault:
        raise ArchiveForeign(place=args.file, why=fault.strerror or "") from fault
    if args.format == "json":
        found = {"meeting": str(meeting.pk), "slug": meeting.slug, "org": org.slug, "counts": arrived.counts}
        print(json.dumps(found | {"files": arrived.file_count, "new_people": arrived.new_people}))
    else:
        print(meeting.slug)
    print(f"会议“{meeting.name}”已归入“{org.name}”，新增人员 {arrived.new_people} 名（未启用）。", file=sys.stderr)
    return 0
