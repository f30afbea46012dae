"""General rules about bookings: functions outside their booking, options that are about to lapse."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.foundation.registry.checks import Hit, Scope, check
from huiwu.kernel.spans import Span
from huiwu.venues.checks.saying import hit, local, of_booking
from huiwu.venues.choices import BookingState
from huiwu.venues.models import Booking
from huiwu.venues.queries.bookings import bookings_of
from huiwu.venues.queries.placed import placement_for

SOON_DAYS = 3


@check(
    "GEN-VEN-1",
    module="venue",
    severity="block",
    title=gettext_lazy("功能单元不在会场预订的时间内"),
    step="P09",
    owner_role="venue_team",
    from_days_before=45,
)
def functions_outside_their_booking(scope: Scope) -> Iterator[Hit]:
    """A space is bound to a booked room, but not for the time of the function, its load-in and strike included."""
    found = placement_for(scope)
    for row in found.placed:
        if row.room is None:
            continue
        spans = [Span(b.starts_at, b.ends_at) for b in found.bookings if b.space_id == row.function.space_id]
        used = Span(row.function.load_in_at or row.function.start_at, row.function.strike_by_at or row.function.end_at)
        if any(span.contains(used) for span in spans):
            continue
        detail = _("“{function}”用“{room}”{start} 至 {end}（含进场与撤场），而会场的预订没有盖住这段时间。").format(
            function=row.function.name,
            room=row.room.name,
            start=local(scope, used.start_at),
            end=local(scope, used.end_at),
        )
        url = reverse("venues:bookings", args=[scope.meeting.slug])
        yield hit(scope, row.function, detail, _("延长预订，或调整功能单元的时间。"), url=url)


@check(
    "GEN-VEN-2",
    module="venue",
    severity="warn",
    title=gettext_lazy("会场预订的保留期限将到或已过"),
    step="P09",
    owner_role="venue_team",
)
def options_about_to_lapse(scope: Scope) -> Iterator[Hit]:
    """Three days before the last day of an option or hold; and one that lapsed while nothing took its place."""
    live, lapsed = [], []
    for row in bookings_of(scope.meeting):
        if row.state in (BookingState.OPTION, BookingState.HELD) and row.option_until:
            live.append(row)
        elif row.state == BookingState.LAPSED:
            lapsed.append(row)
    for row in live:
        left = (row.option_until - scope.today).days if row.option_until else SOON_DAYS + 1
        if left <= SOON_DAYS:
            detail = _("“{room}”的{state}保留到 {day}，还有 {left} 天。").format(
                room=row.room.name, state=row.get_state_display(), day=row.option_until, left=max(0, left)
            )
            yield _booking_hit(scope, row, detail, _("到期前确认，或与场地方延长期限。"))
    covered = {row.space_id for row in placement_for(scope).bookings if row.space_id}
    for row in lapsed:
        if row.ends_at > scope.at and row.space_id not in covered:
            detail = _("“{room}”{at} 的预订过了保留期限 {day}，已失效。").format(
                room=row.room.name, at=local(scope, row.from_at), day=row.option_until
            )
            yield _booking_hit(scope, row, detail, _("向场地方重新询位。"))


def _booking_hit(scope: Scope, row: Booking, detail: str, action: str) -> Hit:
    subject = of_booking(row)
    url = reverse("venues:bookings", args=[scope.meeting.slug])
    return Hit(detail, (subject,), url, action, root=subject.id, owner_role="venue_team")
