"""Addresses of the budget."""

from django.urls import path

from huiwu.budget.views import adjustments, allocations, book, lines, loading, reports, trial

app_name = "budget"
urlpatterns = [
    path("m/<slug:slug>/budget/", book.show, name="budget"),
    path("m/<slug:slug>/budget/begin/", book.begin, name="begin"),
    path("m/<slug:slug>/budget/settings/", book.configure, name="settings"),
    path("m/<slug:slug>/budget/propose/", book.propose, name="propose"),
    path("m/<slug:slug>/budget/draft/<str:form>/", book.file, name="file"),
    path("m/<slug:slug>/budget/ledger/", book.ledger, name="ledger"),
    path("m/<slug:slug>/budget/ledger/<str:form>/", book.ledger_file, name="ledger_file"),
    path("m/<slug:slug>/budget/import/", loading.load, name="import"),
    path("m/<slug:slug>/budget/import/template/", loading.blank, name="import_template"),
    path("m/<slug:slug>/budget/what-if/", trial.show, name="what_if"),
    path("m/<slug:slug>/budget/what-if/apply/", trial.apply, name="what_if_apply"),
    path("m/<slug:slug>/budget/allocations/", allocations.index, name="allocations"),
    path("m/<slug:slug>/budget/allocations/<slug:kind>/<uuid:source_id>/", allocations.show, name="allocation"),
    path("m/<slug:slug>/budget/adjustments/", adjustments.index, name="adjustments"),
    path("m/<slug:slug>/budget/adjustments/draw/", adjustments.draw, name="draw"),
    path("m/<slug:slug>/budget/adjustments/draws/<uuid:draw_id>/", adjustments.decide, name="decide_draw"),
    path("m/<slug:slug>/budget/adjustments/transfer/", adjustments.transfer, name="transfer"),
    path("m/<slug:slug>/budget/adjustments/orders/<uuid:order_id>/", adjustments.order, name="change_order"),
    path("m/<slug:slug>/budget/reports/", reports.index, name="reports"),
    path("m/<slug:slug>/budget/reports/<int:number>/", reports.show, name="report"),
    path("m/<slug:slug>/budget/reports/<int:number>/<slug:act>/", reports.act, name="report_act"),
    path("m/<slug:slug>/budget/lines/new/", lines.add, name="line_new"),
    path("m/<slug:slug>/budget/lines/<str:key>/", lines.show, name="line"),
    path("m/<slug:slug>/budget/lines/<str:key>/edit/", lines.edit, name="line_edit"),
    path("m/<slug:slug>/budget/lines/<str:key>/remove/", lines.remove, name="line_remove"),
    path("m/<slug:slug>/budget/lines/<str:key>/restore/", lines.restore, name="line_restore"),
    path("m/<slug:slug>/budget/lines/<str:key>/approve/", lines.approve, name="line_approve"),
]
