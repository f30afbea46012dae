"""Addresses of meetings."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required as signed_in
from django.urls import path

from huiwu.meetings.views import archiving, fate, functions, lists, meeting, team

app_name = "meetings"
urlpatterns = [
    path("meetings/", signed_in(lists.meeting_list), name="list"),
    path("meetings/calendar/", signed_in(lists.calendar), name="calendar"),
    path("meetings/board/", signed_in(lists.board), name="board"),
    path("meetings/new/", signed_in(meeting.new), name="new"),
    path("m/<slug:slug>/", signed_in(meeting.overview), name="overview"),
    path("m/<slug:slug>/edit/", signed_in(meeting.edit), name="edit"),
    path("m/<slug:slug>/organisations/", signed_in(meeting.organisations), name="organisations"),
    path("m/<slug:slug>/contacts/", signed_in(meeting.contacts), name="contacts"),
    path("m/<slug:slug>/clone/", signed_in(meeting.clone), name="clone"),
    path("m/<slug:slug>/move/", signed_in(fate.move), name="move"),
    path("m/<slug:slug>/postpone/", signed_in(fate.postpone), name="postpone"),
    path("m/<slug:slug>/cancel/", signed_in(fate.cancel), name="cancel"),
    path("m/<slug:slug>/resume/", signed_in(fate.resume), name="resume"),
    path("m/<slug:slug>/take-on/", signed_in(fate.take_on), name="take_on"),
    path("m/<slug:slug>/close/", signed_in(fate.close), name="close"),
    path("m/<slug:slug>/reopen/", signed_in(fate.reopen), name="reopen"),
    path("m/<slug:slug>/archive/", signed_in(archiving.archive), name="archive"),
    path("m/<slug:slug>/archive/export/", signed_in(archiving.export), name="export"),
    path("m/<slug:slug>/team/", signed_in(team.team), name="team"),
    path("m/<slug:slug>/team/<uuid:member_id>/", signed_in(team.member), name="member"),
    path("m/<slug:slug>/work-groups/", signed_in(team.work_groups), name="work_groups"),
    path("m/<slug:slug>/spaces/", signed_in(functions.spaces), name="spaces"),
    path("m/<slug:slug>/functions/", signed_in(functions.function_list), name="functions"),
    path("m/<slug:slug>/functions/print/", signed_in(functions.printed), name="functions_print"),
    path("m/<slug:slug>/functions/order/", signed_in(functions.order), name="functions_order"),
    path("m/<slug:slug>/functions/new/", signed_in(functions.new), name="function_new"),
    path("m/<slug:slug>/functions/<int:number>/", signed_in(functions.sheet), name="function"),
    path("m/<slug:slug>/functions/<int:number>/edit/", signed_in(functions.edit), name="function_edit"),
    path("m/<slug:slug>/functions/<int:number>/print/", signed_in(functions.printed), name="function_print"),
    path("m/<slug:slug>/functions/<int:number>/cancel/", signed_in(functions.cancel), name="function_cancel"),
    path("m/<slug:slug>/functions/<int:number>/reinstate/", signed_in(functions.reinstate), name="function_reinstate"),
    path("settings/import/", signed_in(archiving.import_), name="import"),
    path("settings/size-tiers/", signed_in(meeting.size_borders), name="size_borders"),
]
