"""What happens to meetings and their functions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from huiwu.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class MeetingOpened(Fact):
    """A meeting was opened: by staff, or from a client's first contact."""

    said = "新建了会议，编号 {number}"
    number: str


@dataclass(frozen=True, kw_only=True)
class MeetingTakenOn(Fact):
    """立项: the enquiry became work."""

    said = "立项，接洽转为正式会议"


@dataclass(frozen=True, kw_only=True)
class MeetingChanged(Fact):
    """`keys` are the columns whose values differ."""

    said = "修改了会议信息：{keys}"
    keys: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class MeetingDatesMoved(Fact):
    """First and last day, before and after. Whatever is not done is dated afresh by those who keep dates."""

    said = "改期：由 {start_before} 至 {end_before} 改为 {start_after} 至 {end_after}，随之移动 {functions_moved} 个功能单元"
    start_before: date
    start_after: date
    end_before: date
    end_after: date
    functions_moved: int = 0


@dataclass(frozen=True, kw_only=True)
class MeetingCancelled(Fact):
    """`affected` is how many things rested on it when it was cancelled."""

    said = "取消了会议，涉及 {affected} 项"
    affected: int = 0


@dataclass(frozen=True, kw_only=True)
class MeetingPostponed(Fact):
    """New dates are not known yet."""

    said = "延期，日期待定，涉及 {affected} 项"
    affected: int = 0


@dataclass(frozen=True, kw_only=True)
class MeetingResumed(Fact):
    """A postponed or cancelled meeting goes on, on these days."""

    said = "恢复筹备，会期 {start_on} 至 {end_on}"
    start_on: date
    end_on: date


@dataclass(frozen=True, kw_only=True)
class MeetingClosed(Fact):
    """结项."""

    said = "把会议结项"


@dataclass(frozen=True, kw_only=True)
class MeetingReopened(Fact):
    """A closed meeting was opened again, to correct it."""

    said = "重新打开已结项的会议"


@dataclass(frozen=True, kw_only=True)
class MeetingCloned(Fact):
    """A new edition was made from an earlier one; capabilities add what they carry over."""

    said = "由 {from_meeting} 新建了本届会议"
    from_meeting: UUID
    days_later: int


@dataclass(frozen=True, kw_only=True)
class OrganisationsSet(Fact):
    """Host, organiser and other bodies were put in order."""

    said = "修改了主办、承办等单位"


@dataclass(frozen=True, kw_only=True)
class ContactsSet(Fact):
    """The client's contacts were changed."""

    said = "修改了 {client} 的联系人"
    client_id: UUID


@dataclass(frozen=True, kw_only=True)
class TeamChanged(Fact):
    """Somebody joined or left the event team, or changed role or group."""

    said = "把 {user} {joined}会务组（{role}）"
    user_id: UUID
    role: str
    joined: bool


@dataclass(frozen=True, kw_only=True)
class WorkGroupsSet(Fact):
    """Work groups, their duties or leads were changed."""

    said = "修改了组别"


@dataclass(frozen=True, kw_only=True)
class SpacesSet(Fact):
    """The meeting's spaces were changed."""

    said = "修改了会场空间"


@dataclass(frozen=True, kw_only=True)
class FunctionAdded(Fact):
    said = "新增功能单元 {function}"
    function_id: UUID


@dataclass(frozen=True, kw_only=True)
class FunctionChanged(Fact):
    """`keys` are the columns whose values differ."""

    said = "修改功能单元 {function}：{keys}"
    function_id: UUID
    keys: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FunctionCancelled(Fact):
    said = "取消功能单元 {function}"
    function_id: UUID


@dataclass(frozen=True, kw_only=True)
class FunctionReinstated(Fact):
    said = "恢复功能单元 {function}"
    function_id: UUID


@dataclass(frozen=True, kw_only=True)
class FunctionsRenumbered(Fact):
    """The functions were put into another order."""

    said = "调整了功能单元的顺序"


@dataclass(frozen=True, kw_only=True)
class SizeBordersSet(Fact):
    """An organisation's borders between S, M, L and XL were changed."""

    said = "修改了规模级别的人数界限，{effective_on} 起生效"
    effective_on: date


@dataclass(frozen=True, kw_only=True)
class MeetingExported(Fact):
    """Its archive was taken out. A fact of the organisation, so that the next archive is the same."""

    said = "导出了会议 {archived_meeting} 的档案：{records} 条记录，{files} 个文件"
    archived_meeting: UUID
    records: int
    files: int


@dataclass(frozen=True, kw_only=True)
class MeetingImported(Fact):
    """It came in as an archive. A fact of the organisation: the meeting's own history is that of the archive."""

    said = "导入了会议 {archived_meeting} 的档案：{records} 条记录，{files} 个文件"
    archived_meeting: UUID
    records: int
    files: int
