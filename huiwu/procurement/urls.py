"""Addresses of requests, quotations, comparison, selections, of the supplier's own page, and of the rules of buying."""

from django.urls import path

from huiwu.procurement.views import comparison, link, policy, quotations, returned, rfqs, selections

app_name = "procurement"
HOME = "m/<slug:slug>/procurement/"
RFQ = f"{HOME}<uuid:rfq_id>/"
QUOTATION = f"{HOME}quotations/<uuid:quotation_id>/"
SELECTION = f"{HOME}selections/<uuid:selection_id>/"
DECLINE = f"{HOME}declines/<uuid:decline_id>/"
urlpatterns = [
    path(HOME, rfqs.index, name="rfqs"),
    path(f"{HOME}new/", rfqs.new, name="rfq_new"),
    path(RFQ, rfqs.show, name="rfq"),
    path(f"{RFQ}edit/", rfqs.edit, name="rfq_edit"),
    path(f"{RFQ}lines/", rfqs.lines, name="rfq_lines"),
    path(f"{RFQ}invite/", rfqs.invite, name="rfq_invite"),
    path(f"{RFQ}extend/", rfqs.extend, name="rfq_extend"),
    path(f"{RFQ}cancel/", rfqs.cancel, name="rfq_cancel"),
    path(f"{RFQ}template/", rfqs.keep_template, name="rfq_template"),
    path(f"{RFQ}file/<str:form>/", rfqs.file, name="rfq_file"),
    path(f"{RFQ}compare/", comparison.show, name="comparison"),
    path(f"{RFQ}compare/<str:form>/", comparison.file, name="comparison_file"),
    path(f"{RFQ}select/<uuid:quotation_id>/", selections.choose, name="select"),
    path(QUOTATION, quotations.show, name="quotation"),
    path(f"{QUOTATION}enter/", quotations.enter, name="quotation_enter"),
    path(f"{QUOTATION}returned/", returned.upload, name="quotation_returned"),
    path(f"{QUOTATION}returned/<uuid:file_id>/", returned.confirm, name="quotation_returned_confirm"),
    path(f"{QUOTATION}returned/<uuid:file_id>/corrections/", returned.corrections_file, name="quotation_corrections"),
    path(f"{QUOTATION}basis/", quotations.basis, name="quotation_basis"),
    path(f"{QUOTATION}addition/", quotations.addition, name="quotation_addition"),
    path(f"{QUOTATION}assume/", quotations.assume, name="quotation_assume"),
    path(f"{QUOTATION}clear/<uuid:adjustment_id>/", quotations.clear, name="quotation_clear"),
    path(f"{QUOTATION}explain/", quotations.explain, name="quotation_explain"),
    path(f"{QUOTATION}score/", quotations.score, name="quotation_score"),
    path(f"{QUOTATION}promise/", quotations.promise, name="quotation_promise"),
    path(f"{QUOTATION}promise/<uuid:promise_id>/remove/", quotations.promise_remove, name="promise_remove"),
    path(f"{QUOTATION}withdraw/", quotations.withdraw, name="quotation_withdraw"),
    path(f"{QUOTATION}file/", quotations.file, name="quotation_file"),
    path(f"{QUOTATION}submissions/<int:number>/", quotations.submission, name="submission"),
    path(SELECTION, selections.show, name="selection"),
    path(f"{SELECTION}approve/", selections.approve, name="selection_approve"),
    path(f"{SELECTION}refuse/", selections.refuse, name="selection_refuse"),
    path(f"{SELECTION}revoke/", selections.revoke, name="selection_revoke"),
    path(f"{SELECTION}client/", selections.client, name="selection_client"),
    path(f"{SELECTION}evidence/", selections.evidence, name="selection_evidence"),
    path(f"{DECLINE}notify/", selections.notify, name="decline_notify"),
    path(f"{DECLINE}letter/<str:form>/", selections.letter, name="decline_letter"),
    path("l/<str:token>/quote/", link.quote, name="quote"),
    path("l/<str:token>/quote/decline/", link.decline, name="quote_decline"),
    path("l/<str:token>/quote/sheet/<str:form>/", link.sheet, name="quote_sheet"),
    path("settings/procurement/", policy.edit, name="policy"),
]
