"""Addresses of the library of suppliers and of a meeting's suppliers."""

from django.contrib.auth.decorators import login_required as signed_in
from django.urls import path

from huiwu.suppliers.views import library, meeting

app_name = "suppliers"
urlpatterns = [
    path("suppliers/", signed_in(library.index), name="library"),
    path("suppliers/new/", signed_in(library.create), name="new"),
    path("suppliers/known/", signed_in(library.known), name="known"),
    path("suppliers/<uuid:supplier_id>/", signed_in(library.show), name="supplier"),
    path("suppliers/<uuid:supplier_id>/edit/", signed_in(library.edit), name="edit"),
    path("suppliers/<uuid:supplier_id>/status/", signed_in(library.set_status), name="status"),
    path("suppliers/<uuid:supplier_id>/contacts/", signed_in(library.contacts), name="contacts"),
    path("suppliers/<uuid:supplier_id>/papers/new/", signed_in(library.paper_new), name="paper_new"),
    path("suppliers/papers/<uuid:qualification_id>/", signed_in(library.paper), name="paper"),
    path("suppliers/papers/<uuid:qualification_id>/remove/", signed_in(library.paper_remove), name="paper_remove"),
    path("suppliers/papers/<uuid:qualification_id>/file/", signed_in(library.paper_file), name="paper_file"),
    path("m/<slug:slug>/suppliers/", signed_in(meeting.index), name="meeting"),
    path("m/<slug:slug>/suppliers/add/", signed_in(meeting.add), name="add"),
    path("m/<slug:slug>/suppliers/contacts/", signed_in(meeting.contact_list), name="contact_list"),
    path("m/<slug:slug>/suppliers/contacts/<str:form>/", signed_in(meeting.contact_file), name="contact_file"),
    path("m/<slug:slug>/suppliers/needs/<slug:category>/", signed_in(meeting.need), name="need"),
    path(
        "m/<slug:slug>/suppliers/papers/<uuid:qualification_id>/file/",
        signed_in(meeting.paper_file),
        name="meeting_paper_file",
    ),
    path("m/<slug:slug>/suppliers/<uuid:engagement_id>/", signed_in(meeting.engagement), name="engagement"),
    path("m/<slug:slug>/suppliers/<uuid:engagement_id>/state/", signed_in(meeting.take_up), name="take_up"),
    path("m/<slug:slug>/suppliers/<uuid:engagement_id>/drop/", signed_in(meeting.drop), name="drop"),
    path("m/<slug:slug>/suppliers/<uuid:engagement_id>/group-file/", signed_in(meeting.group_file), name="group_file"),
    path(
        "m/<slug:slug>/suppliers/<uuid:engagement_id>/papers/new/",
        signed_in(meeting.paper_new),
        name="meeting_paper_new",
    ),
    path("m/<slug:slug>/suppliers/<uuid:engagement_id>/rating/", signed_in(meeting.rate), name="rate"),
]
