from typing import Any

from django.urls import path

from huiwu.invoices.views import actions, adding, imports, invoice, register, titles

app_name = "invoices"

PAGES: tuple[tuple[str, Any, str], ...] = (
    ("", register.register, "register"),
    ("export.xlsx", register.workbook, "workbook"),
    ("export.pdf", register.sheet, "sheet"),
    ("add/", adding.add, "add"),
    ("add/code/", adding.code, "code"),
    ("add/picture/", adding.picture, "picture"),
    ("new/", adding.new, "new"),
    ("imports/<uuid:import_id>/", imports.show, "import"),
    ("imports/<uuid:import_id>/stop/", imports.stop, "import_stop"),
    ("imports/<uuid:import_id>/report.xlsx", imports.report, "import_report"),
    ("repeats/<uuid:repeat_id>/", actions.clear_repeat, "clear_repeat"),
    ("<uuid:invoice_id>/", invoice.show, "invoice"),
    ("<uuid:invoice_id>/edit/", invoice.edit, "edit"),
    ("<uuid:invoice_id>/assign/", actions.assign, "assign"),
    ("<uuid:invoice_id>/verify/", actions.verify, "verify"),
    ("<uuid:invoice_id>/withdraw/", actions.withdraw, "withdraw"),
    ("<uuid:invoice_id>/reimburse/", actions.reimburse, "reimburse"),
    ("<uuid:invoice_id>/return/", actions.send_back, "return"),
    ("<uuid:invoice_id>/reverse/", actions.reverse, "reverse"),
    ("<uuid:invoice_id>/drop/", actions.drop, "drop"),
    ("<uuid:invoice_id>/files/", actions.add_file, "add_file"),
    ("<uuid:invoice_id>/files/<uuid:invoice_file_id>/", invoice.file, "file"),
)
"""The same pages under a meeting and, over all meetings and for invoices of none, under the organisation."""

urlpatterns = [
    *(path(f"m/<slug:slug>/invoices/{route}", view, name=name) for route, view, name in PAGES),
    *(path(f"invoices/{route}", view, name=f"all_{name}") for route, view, name in PAGES),
    path("m/<slug:slug>/invoices/expect/", adding.expect, name="expect"),
    path("m/<slug:slug>/invoices/expect/<uuid:contract_id>/", adding.expect_contract, name="expect_contract"),
    path("settings/titles/", titles.index, name="titles"),
    path("settings/titles/new/", titles.edit, name="title_new"),
    path("settings/titles/<uuid:title_id>/", titles.edit, name="title"),
    path("settings/titles/<uuid:title_id>/retire/", titles.retire, name="title_retire"),
]
