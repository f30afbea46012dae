"""Facts of venues and bookings."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from huiwu.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class LibraryFact(Fact):
    """Base: what happens to a venue of an organisation's library."""

    org_id: UUID
    venue_id: UUID

    def topics(self) -> tuple[str, ...]:
        return (f"org:{self.org_id}",)


@dataclass(frozen=True, kw_only=True)
class VenueAdded(LibraryFact):
    said = "登记了场地“{venue}”"


@dataclass(frozen=True, kw_only=True)
class VenueChanged(LibraryFact):
    """Columns, contacts, guest rooms or certificates; `part` says which."""

    said = "修改了场地“{venue}”"
    part: str = "facts"


@dataclass(frozen=True, kw_only=True)
class VenueRetired(LibraryFact):
    said = "停用了场地“{venue}”"


@dataclass(frozen=True, kw_only=True)
class VenueReinstated(LibraryFact):
    said = "恢复了场地“{venue}”"


@dataclass(frozen=True, kw_only=True)
class RoomAdded(LibraryFact):
    said = "登记了会场“{room}”"
    room_id: UUID


@dataclass(frozen=True, kw_only=True)
class RoomChanged(LibraryFact):
    said = "修改了会场“{room}”"
    room_id: UUID


@dataclass(frozen=True, kw_only=True)
class RoomRetired(LibraryFact):
    said = "停用了会场“{room}”"
    room_id: UUID


@dataclass(frozen=True, kw_only=True)
class RoomReinstated(LibraryFact):
    said = "恢复了会场“{room}”"
    room_id: UUID


@dataclass(frozen=True, kw_only=True)
class PictureAdded(LibraryFact):
    said = "给“{venue}”加了照片"
    picture_id: UUID


@dataclass(frozen=True, kw_only=True)
class PictureRemoved(LibraryFact):
    said = "删除了“{venue}”的一张照片"
    picture_id: UUID


@dataclass(frozen=True, kw_only=True)
class VenueStandardsSet(Fact):
    said = "设置了自 {effective_on} 起的场地计算标准"
    org_id: UUID
    effective_on: str

    def topics(self) -> tuple[str, ...]:
        return (f"org:{self.org_id}",)


@dataclass(frozen=True, kw_only=True)
class BookingFact(Fact):
    """Base: what happens to a meeting's booking of a room. Whoever looks at the room's calendar sees it too."""

    booking_id: UUID
    room_id: UUID

    def topics(self) -> tuple[str, ...]:
        return (*super().topics(), f"room:{self.room_id}")


@dataclass(frozen=True, kw_only=True)
class BookingMade(BookingFact):
    said = "登记了会场预订“{room}”：{state}"
    state: str


@dataclass(frozen=True, kw_only=True)
class BookingChanged(BookingFact):
    said = "修改了会场预订“{room}”"


@dataclass(frozen=True, kw_only=True)
class BookingHeld(BookingFact):
    said = "“{room}”已由场地方预留"


@dataclass(frozen=True, kw_only=True)
class BookingConfirmed(BookingFact):
    said = "确认了会场预订“{room}”"


@dataclass(frozen=True, kw_only=True)
class BookingReleased(BookingFact):
    said = "释放了会场预订“{room}”"


@dataclass(frozen=True, kw_only=True)
class BookingLapsed(BookingFact):
    """The option date passed without a confirmation."""

    said = "会场预订“{room}”过了保留期限，已失效"


@dataclass(frozen=True, kw_only=True)
class RoomDemandSet(Fact):
    said = "填写了“{function}”对会场的要求"
    function_id: UUID
