"""Addresses of the checklist and of the rule packs."""

from django.urls import path

from huiwu.compliance.views import checklist, packs, records

app_name = "compliance"
urlpatterns = [
    path("m/<slug:slug>/compliance/", checklist.show, name="checklist"),
    path("m/<slug:slug>/compliance/items/<str:key>/", checklist.decide, name="decide"),
    path("m/<slug:slug>/compliance/submit/", checklist.submit, name="submit"),
    path("m/<slug:slug>/compliance/clear/", checklist.clear, name="clear"),
    path("m/<slug:slug>/compliance/files/<uuid:file_id>/", checklist.file, name="file"),
    path("m/<slug:slug>/compliance/facts/", records.facts, name="facts"),
    path("m/<slug:slug>/compliance/permits/new/", records.permit_new, name="permit_new"),
    path("m/<slug:slug>/compliance/permits/<uuid:permit_id>/", records.permit, name="permit"),
    path("m/<slug:slug>/compliance/permits/<uuid:permit_id>/remove/", records.permit_remove, name="permit_remove"),
    path("m/<slug:slug>/compliance/spending/", records.spending, name="spending"),
    path("m/<slug:slug>/compliance/spending/<uuid:item_id>/remove/", records.spending_remove, name="spending_remove"),
    path("m/<slug:slug>/compliance/prizes/", records.prizes, name="prizes"),
    path("m/<slug:slug>/compliance/prizes/<uuid:prize_id>/remove/", records.prize_remove, name="prize_remove"),
    path("m/<slug:slug>/compliance/releases/", records.releases, name="releases"),
    path("m/<slug:slug>/compliance/releases/<uuid:release_id>/remove/", records.release_remove, name="release_remove"),
    path("settings/rules/", packs.index, name="packs"),
    path("settings/rules/new/", packs.create, name="pack_new"),
    path("settings/rules/<str:code>/", packs.show, name="pack"),
    path("settings/rules/<str:code>/edit/", packs.edit, name="pack_edit"),
    path("settings/rules/<str:code>/drop/", packs.drop, name="pack_drop"),
]
