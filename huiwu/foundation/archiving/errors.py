"""Why an archive cannot be written or is refused. `place` is `file:line column`; `why` a sentence part."""

from __future__ import annotations

from huiwu.kernel.errors import Refusal


class ArchiveDamaged(Refusal):
    """Something in it does not hold together: bytes, lines, columns, references."""

    code = "archive_damaged"
    status = 422
    sentence = "这份档案有损坏，整份没有导入，原有数据没有改变。位置：{place}。{why}"


class ArchiveForeign(Refusal):
    """Whole, perhaps, but not of a format or version that this program reads."""

    code = "archive_foreign"
    status = 422
    sentence = "这不是本系统能读的会议档案，没有导入，原有数据没有改变。位置：{place}。{why}"


class ArchiveClashes(Refusal):
    """What it brings is already here."""

    code = "archive_clashes"
    sentence = "档案中的内容与本系统已有的记录冲突，整份没有导入，原有数据没有改变。位置：{place}。{why}"


class MeetingAlreadyHere(Refusal):
    """The same meeting cannot be imported over itself."""

    code = "meeting_already_here"
    sentence = "会议“{name}”已在本系统中，没有再次导入，原有数据没有改变。"


class ArchiveNotWhole(Refusal):
    """A file that the meeting's records name has gone from the disk, so no whole archive can be made."""

    code = "archive_not_whole"
    sentence = "文件“{name}”不在磁盘上，无法做成完整的档案，没有写出任何内容。请先从备份恢复该文件。"
