"""Calendar feeds: the page where they are made and stopped, and the feed that a calendar program fetches."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiwu.accounts.services import open_link, url_of
from huiwu.desk import queries, services
from huiwu.desk.choices import FEED
from huiwu.foundation.pages import actor_of, address_of
from huiwu.meetings.queries import MeetingFilter, found_meetings, meeting_for


def feeds(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    made = ""
    if request.method == "POST":
        key = request.POST.get("meeting", "")
        meeting = meeting_for(actor, key) if key else None
        label = meeting.name if meeting else _("我的全部会议")
        _link, token = services.make_calendar_feed(actor=actor, label=label, meeting=meeting)
        made = url_of(f"{reverse('desk:calendar')}?token={token}")
    meetings = found_meetings(actor, MeetingFilter(sort="-start_on")).values_list("slug", "name")[:200]
    context = {"made": made, "feeds": list(queries.feeds_of(actor)), "meetings": meetings}
    return render(request, "desk/feeds.html", context, status=201 if made else 200)


@require_POST
def revoke(request: HttpRequest, link_id: UUID) -> HttpResponse:
    services.revoke_link(actor=actor_of(request), link_id=link_id)
    messages.success(request, _("已停用。日历程序下次刷新时不再得到内容。"))
    return redirect("desk:feeds")


def calendar(request: HttpRequest) -> HttpResponse:
    """`/calendar.ics?token=…`; unchanged content is answered with 304."""
    link = open_link(token=request.GET.get("token", ""), purpose=FEED, address=address_of(request))
    feed = queries.feed_of(link)
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if feed.etag in known or f"W/{feed.etag}" in known:
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(feed.body, content_type="text/calendar; charset=utf-8")
        response.headers["Content-Disposition"] = 'inline; filename="huiwu.ics"'
    response.headers["ETag"] = feed.etag
    response.headers["Cache-Control"] = "private, max-age=300"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
