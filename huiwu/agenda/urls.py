"""Addresses of the agenda: of a meeting, for the public, on the personal link, in the organisation's settings."""

from django.contrib.auth.decorators import login_required as signed_in
from django.urls import path

from huiwu.agenda.views import agenda, files, items, lists, public, releases, standards

app_name = "agenda"
urlpatterns = [
    path("a/<slug:slug>/", public.public, name="public"),
    path("a/<slug:slug>/agenda.ics", public.public_calendar, name="public_calendar"),
    path("l/<str:token>/me/agenda.ics", public.own_calendar, name="own_calendar"),
    path("m/<slug:slug>/agenda/", signed_in(agenda.index), name="agenda"),
    path("m/<slug:slug>/agenda/move/", signed_in(agenda.move), name="move"),
    path("m/<slug:slug>/agenda/align/<uuid:function_id>/", signed_in(agenda.align), name="align"),
    path("m/<slug:slug>/agenda/new/", signed_in(items.create), name="new"),
    path("m/<slug:slug>/agenda/judge/", signed_in(items.judge), name="judge"),
    path("m/<slug:slug>/agenda/people/", signed_in(items.people), name="people"),
    path("m/<slug:slug>/agenda/items/<uuid:item_id>/", signed_in(items.show), name="item"),
    path("m/<slug:slug>/agenda/items/<uuid:item_id>/remove/", signed_in(items.remove), name="remove"),
    path("m/<slug:slug>/agenda/tracks/", signed_in(lists.tracks), name="tracks"),
    path("m/<slug:slug>/agenda/resources/", signed_in(lists.resources), name="resources"),
    path("m/<slug:slug>/agenda/propose/", signed_in(releases.propose), name="propose"),
    path("m/<slug:slug>/agenda/public/", signed_in(releases.public_settings), name="public_settings"),
    path("m/<slug:slug>/agenda/quotes/", signed_in(releases.quotes), name="quotes"),
    path("m/<slug:slug>/agenda/quotes/<uuid:quote_id>/renew/", signed_in(releases.renew_quote), name="renew_quote"),
    path(
        "m/<slug:slug>/agenda/quotes/<uuid:quote_id>/withdraw/",
        signed_in(releases.withdraw_quote),
        name="withdraw_quote",
    ),
    path("m/<slug:slug>/agenda/versions/<int:version>/", signed_in(releases.tellings), name="tellings"),
    path("m/<slug:slug>/agenda/versions/<int:version>/told/<uuid:telling_id>/", signed_in(releases.told), name="told"),
    path("m/<slug:slug>/agenda/file/<slug:state>/<slug:which>/<slug:form>/", signed_in(files.file), name="file"),
    path("settings/agenda/", signed_in(standards.show), name="standards"),
    path("settings/agenda/edit/", signed_in(standards.edit), name="standards_edit"),
]
