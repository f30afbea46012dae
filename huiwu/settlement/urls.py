"""Addresses of settlement."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required as signed_in
from django.urls import path

from huiwu.settlement.views import final, suppliers

app_name = "settlement"
urlpatterns = [
    path("m/<slug:slug>/settlement/", signed_in(suppliers.register), name="suppliers"),
    path("m/<slug:slug>/settlement/register.xlsx", signed_in(suppliers.excel), name="excel"),
    path("m/<slug:slug>/settlement/suppliers/<uuid:contract_id>/", signed_in(suppliers.settle), name="supplier"),
    path("m/<slug:slug>/settlement/suppliers/<uuid:contract_id>/agree/", signed_in(suppliers.agree), name="agree"),
    path(
        "m/<slug:slug>/settlement/suppliers/<uuid:contract_id>/approve/", signed_in(suppliers.approve), name="approve"
    ),
    path(
        "m/<slug:slug>/settlement/suppliers/<uuid:contract_id>/return/", signed_in(suppliers.give_back), name="return"
    ),
    path(
        "m/<slug:slug>/settlement/suppliers/<uuid:contract_id>/sheet.<str:form>",
        signed_in(suppliers.sheet),
        name="sheet",
    ),
    path("m/<slug:slug>/settlement/final/", signed_in(final.final), name="final"),
    path("m/<slug:slug>/settlement/final/propose/", signed_in(final.propose), name="propose"),
    path("m/<slug:slug>/settlement/papers/", signed_in(final.add_paper), name="add_paper"),
    path("m/<slug:slug>/settlement/papers/<uuid:paper_id>/", signed_in(final.paper), name="paper"),
    path("m/<slug:slug>/settlement/papers/<uuid:paper_id>/remove/", signed_in(final.drop_paper), name="remove_paper"),
]
