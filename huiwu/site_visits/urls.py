"""Addresses of candidates, inspections, comparison and choice."""

from django.urls import path

from huiwu.site_visits.views import candidates, choice, lists, visits

app_name = "site_visits"
BASE = "m/<slug:slug>/site-visits/"
ONE = f"{BASE}candidates/<uuid:candidate_id>/"
VISIT = f"{BASE}visits/<uuid:visit_id>/"
urlpatterns = [
    path(BASE, lists.index, name="index"),
    path(f"{BASE}add/", lists.add, name="add"),
    path(f"{BASE}add/new/", lists.add_new, name="add_new"),
    path(f"{BASE}weights/", lists.weights, name="weights"),
    path(f"{BASE}comparison/", lists.comparison, name="comparison"),
    path(f"{BASE}comparison/<str:form>/", lists.comparison_file, name="comparison_file"),
    path(f"{BASE}choice/", choice.show, name="choice"),
    path(f"{BASE}choice/send/", choice.send, name="choice_send"),
    path(f"{BASE}choice/name/", choice.adopt_name, name="adopt_name"),
    path(ONE, candidates.show, name="candidate"),
    path(f"{ONE}terms/", candidates.terms, name="terms"),
    path(f"{ONE}move/", candidates.move, name="move"),
    path(f"{ONE}decline/", candidates.decline, name="decline"),
    path(f"{ONE}recommend/", candidates.recommend, name="recommend"),
    path(f"{ONE}vetoes/<str:item>/", candidates.veto, name="veto"),
    path(f"{ONE}differences/<str:key>/", candidates.difference, name="difference"),
    path(f"{ONE}take-over/", candidates.take_over, name="take_over"),
    path(f"{ONE}sheet/<str:form>/", candidates.sheet, name="sheet"),
    path(f"{ONE}visit/", visits.begin, name="begin"),
    path(VISIT, visits.visit, name="visit"),
    path(f"{VISIT}entries/", visits.entries, name="entries"),
    path(f"{VISIT}photos/", visits.photos, name="photos"),
    path(f"{BASE}photos/<uuid:photo_id>/<str:size>/", candidates.photo, name="photo"),
    path("settings/venue-scoring/", lists.scheme, name="scheme"),
]
