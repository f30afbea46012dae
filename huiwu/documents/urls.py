"""Addresses of the register, of versions, of change orders, of impact lists, and of the client's link."""

from django.urls import path

from huiwu.documents.views import impacts, link, orders, register, versions

app_name = "documents"
urlpatterns = [
    path("m/<slug:slug>/documents/", register.register, name="register"),
    path("m/<slug:slug>/documents/impacts/", impacts.impact_list, name="impacts"),
    path("m/<slug:slug>/documents/impacts/<uuid:item_id>/", impacts.confirm, name="confirm_impact"),
    path("m/<slug:slug>/documents/remarks/<uuid:remark_id>/", versions.resolve, name="resolve_remark"),
    path("m/<slug:slug>/documents/orders/<uuid:order_id>/", orders.show, name="change_order"),
    path("m/<slug:slug>/documents/orders/<uuid:order_id>/edit/", orders.revise, name="revise_order"),
    path("m/<slug:slug>/documents/orders/<uuid:order_id>/apply/", orders.apply, name="apply_order"),
    path("m/<slug:slug>/documents/orders/<uuid:order_id>/withdraw/", orders.withdraw, name="withdraw_order"),
    path("m/<slug:slug>/documents/<uuid:document_id>/", register.document, name="document"),
    path("m/<slug:slug>/documents/<uuid:document_id>/difference/", register.difference, name="difference"),
    path("m/<slug:slug>/documents/<uuid:document_id>/freeze/", register.freeze, name="freeze"),
    path("m/<slug:slug>/documents/<uuid:document_id>/orders/new/", orders.new, name="new_order"),
    path("m/<slug:slug>/documents/versions/<uuid:version_id>/", versions.show, name="version"),
    path("m/<slug:slug>/documents/versions/<uuid:version_id>/<str:form>/file/", versions.file, name="version_file"),
    path("m/<slug:slug>/documents/versions/<uuid:version_id>/scan/", versions.scan, name="scan"),
    path("m/<slug:slug>/documents/versions/<uuid:version_id>/invite/", versions.invite, name="invite"),
    path("m/<slug:slug>/documents/versions/<uuid:version_id>/paper/", versions.paper, name="paper"),
    path("m/<slug:slug>/documents/versions/<uuid:version_id>/approve/", versions.approve, name="approve"),
    path("m/<slug:slug>/documents/versions/<uuid:version_id>/return/", versions.send_back, name="send_back"),
    path("m/<slug:slug>/documents/versions/<uuid:version_id>/withdraw/", versions.withdraw, name="withdraw"),
    path("m/<slug:slug>/documents/versions/<uuid:version_id>/remark/", versions.remark, name="remark"),
    path("m/<slug:slug>/documents/versions/<uuid:version_id>/acknowledge/", versions.acknowledge, name="acknowledge"),
    path("m/<slug:slug>/documents/links/<uuid:link_id>/revoke/", versions.revoke, name="revoke"),
    path("l/<str:token>/", link.read, name="link"),
    path("l/<str:token>/confirm/", link.confirm, name="link_confirm"),
    path("l/<str:token>/return/", link.send_back, name="link_return"),
    path("l/<str:token>/<str:form>/file/", link.file, name="link_file"),
]
