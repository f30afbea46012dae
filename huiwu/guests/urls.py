"""Addresses of guests, invitations, and of the guest's own page."""

from django.contrib.auth.decorators import login_required as signed_in
from django.urls import path

from huiwu.guests.views import guest, ledger, letters, own, texts

app_name = "guests"
urlpatterns = [
    path("l/<str:token>/invitation/", own.invitation, name="invitation"),
    path("l/<str:token>/invitation/pdf/", own.invitation_file, name="invitation_file"),
    path("l/<str:token>/rsvp/", own.answer, name="rsvp"),
    path("l/<str:token>/rsvp/<slug:step>/", own.step, name="rsvp_step"),
    path("m/<slug:slug>/guests/", signed_in(ledger.index), name="ledger"),
    path("m/<slug:slug>/guests/add/", signed_in(ledger.add), name="add"),
    path("m/<slug:slug>/guests/bulk/", signed_in(ledger.bulk), name="bulk"),
    path("m/<slug:slug>/guests/file/", signed_in(ledger.file), name="file"),
    path("m/<slug:slug>/guests/invitations/", signed_in(texts.index), name="templates"),
    path("m/<slug:slug>/guests/invitations/<uuid:template_id>/", signed_in(texts.edit), name="template"),
    path("m/<slug:slug>/guests/invitations/<uuid:template_id>/name/", signed_in(texts.rename), name="rename"),
    path("m/<slug:slug>/guests/invitations/<uuid:template_id>/preview/", signed_in(texts.preview), name="preview"),
    path("m/<slug:slug>/guests/invitations/<uuid:template_id>/propose/", signed_in(texts.propose), name="propose"),
    path("m/<slug:slug>/guests/letters/", signed_in(letters.index), name="letters"),
    path("m/<slug:slug>/guests/letters/make/", signed_in(letters.make), name="make_letters"),
    path("m/<slug:slug>/guests/letters/<uuid:batch_id>/", signed_in(letters.batch), name="batch"),
    path("m/<slug:slug>/guests/letters/<uuid:batch_id>/progress/", signed_in(letters.progress), name="progress"),
    path("m/<slug:slug>/guests/letters/<uuid:batch_id>/posted/", signed_in(letters.posted), name="posted"),
    path("m/<slug:slug>/guests/letters/<uuid:batch_id>/file/<slug:form>/", signed_in(letters.file), name="batch_file"),
    path("m/<slug:slug>/guests/letter/<uuid:letter_id>/link/", signed_in(letters.link), name="letter_link"),
    path("m/<slug:slug>/guests/letter/<uuid:letter_id>/void/", signed_in(letters.void), name="void_letter"),
    path("m/<slug:slug>/guests/letter/<uuid:letter_id>/again/", signed_in(letters.again), name="send_again"),
    path("m/<slug:slug>/guests/<uuid:guest_id>/", signed_in(guest.show), name="guest"),
    path("m/<slug:slug>/guests/<uuid:guest_id>/edit/", signed_in(guest.edit), name="edit"),
    path("m/<slug:slug>/guests/<uuid:guest_id>/move/", signed_in(guest.move), name="move"),
    path("m/<slug:slug>/guests/<uuid:guest_id>/accept/", signed_in(guest.accept), name="accept"),
    path("m/<slug:slug>/guests/<uuid:guest_id>/contact/", signed_in(guest.contact), name="contact"),
    path("m/<slug:slug>/guests/<uuid:guest_id>/reply/<slug:step>/", signed_in(guest.reply), name="reply"),
]
