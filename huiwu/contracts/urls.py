"""Addresses of contracts."""

from django.urls import path

from huiwu.contracts.views import acts, contract, register, rows, settings

app_name = "contracts"
ONE = "m/<slug:slug>/contracts/<uuid:contract_id>/"
urlpatterns = [
    path("contracts/", register.everywhere, name="everywhere"),
    path("m/<slug:slug>/contracts/", register.register, name="register"),
    path("m/<slug:slug>/contracts/register.<str:form>", register.register_file, name="register_file"),
    path("m/<slug:slug>/contracts/new/", register.create, name="new"),
    path("m/<slug:slug>/contracts/due/", register.terms, name="due"),
    path("m/<slug:slug>/contracts/exposure/", register.exposure, name="exposure"),
    path("m/<slug:slug>/contracts/from-selection/<uuid:selection_id>/", register.from_selection, name="from_selection"),
    path("m/<slug:slug>/contracts/from-candidate/<uuid:candidate_id>/", register.from_candidate, name="from_candidate"),
    path(ONE, contract.show, name="contract"),
    path(f"{ONE}edit/", contract.edit, name="edit"),
    path(f"{ONE}clauses/<str:section>/", contract.clauses, name="clauses"),
    *[path(f"{ONE}{part}/", rows.edit, {"part": part}, name=part) for part in rows.PARTS],
    path(f"{ONE}sheet/", contract.preview, name="preview"),
    path(f"{ONE}file/<str:form>/", contract.file, name="file"),
    path(f"{ONE}template/<uuid:template_id>/", contract.from_template, name="from_template"),
    path(f"{ONE}scan/", contract.scan, name="scan"),
    path(f"{ONE}verify/", contract.verify, name="verify"),
    path(f"{ONE}files/<uuid:file_id>/", contract.attachment, name="attachment"),
    path(f"{ONE}submit/", acts.submit, name="submit"),
    path(f"{ONE}approve/", acts.approve, name="approve"),
    path(f"{ONE}return/", acts.send_back, name="return"),
    path(f"{ONE}sign/", acts.sign, name="sign"),
    path(f"{ONE}end/", acts.end, name="end"),
    path(f"{ONE}cancel/", acts.cancel, name="cancel"),
    path(f"{ONE}accept/", acts.accept, name="accept"),
    path(f"{ONE}confirmed/", acts.confirmed, name="confirmed"),
    path(f"{ONE}guarantees/<uuid:guarantee_id>/count/", acts.count, name="count"),
    path(f"{ONE}promises/drop/", acts.drop_promise, name="drop_promise"),
    path(f"{ONE}amendments/new/", acts.amend, name="amend"),
    path(f"{ONE}amendments/<uuid:amendment_id>/sign/", acts.sign_amendment, name="sign_amendment"),
    path(f"{ONE}amendments/<uuid:amendment_id>/void/", acts.void_amendment, name="void_amendment"),
    path("settings/contracts/", settings.standards, name="standards"),
    path("settings/contracts/templates/new/", settings.template_add, name="template_add"),
    path("settings/contracts/templates/<uuid:template_id>/", settings.template_file, name="template_file"),
    path("settings/contracts/templates/<uuid:template_id>/retire/", settings.template_retire, name="template_retire"),
]
