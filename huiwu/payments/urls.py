"""Addresses of payments: of one meeting, across meetings, and the setting of the chain."""

from django.urls import path

from huiwu.payments.views import across, actions, levels, pages, registers, requests

app_name = "payments"
BASE = "m/<slug:slug>/payments/"
REQUEST = f"{BASE}requests/<uuid:request_id>/"
urlpatterns = [
    path("payments/", across.index, name="across"),
    path("payments/export/<slug:form>/", across.export, name="across_export"),
    path("settings/payment-approval/", levels.edit, name="levels"),
    path(BASE, pages.index, name="index"),
    path(f"{BASE}requests/new/", requests.create, name="new"),
    path(REQUEST, requests.show, name="request"),
    path(f"{REQUEST}edit/", requests.edit, name="edit"),
    path(f"{REQUEST}invoices/", actions.invoices, name="invoices"),
    path(f"{REQUEST}submit/", actions.submit, name="submit"),
    path(f"{REQUEST}approve/", actions.approve, name="approve"),
    path(f"{REQUEST}refuse/", actions.refuse, name="refuse"),
    path(f"{REQUEST}cancel/", actions.cancel, name="cancel"),
    path(f"{REQUEST}pay/", actions.pay, name="pay"),
    path(f"{BASE}paid/", pages.paid, name="paid"),
    path(f"{BASE}paid/<uuid:payment_id>/void/", actions.void_payment, name="void_payment"),
    path(f"{BASE}receipts/", pages.receipts, name="receipts"),
    path(f"{BASE}receipts/<uuid:receipt_id>/void/", actions.void_receipt, name="void_receipt"),
    path(f"{BASE}matching/", pages.matching, name="matching"),
    path(f"{BASE}contracts/<uuid:contract_id>/", pages.contract, name="contract"),
    path(f"{BASE}dues/", pages.dues, name="dues"),
    path(f"{BASE}export/<slug:form>/", registers.export, name="export"),
    path(f"{BASE}files/<uuid:file_id>/", registers.file, name="file"),
]
