"""Addresses of orders and of the supplier's link."""

from django.contrib.auth.decorators import login_required as signed_in
from django.urls import path

from huiwu.orders.views import link, lists, orders, receiving

app_name = "orders"
urlpatterns = [
    path("l/<str:token>/order", link.read, name="link"),
    path("l/<str:token>/order/confirm", link.confirm, name="link_confirm"),
    path("l/<str:token>/order/return", link.send_back, name="link_return"),
    path("l/<str:token>/order/production", link.production, name="link_production"),
    path("l/<str:token>/order/dispatch", link.dispatch, name="link_dispatch"),
    path("l/<str:token>/order/delivered", link.delivered, name="link_delivered"),
    path("l/<str:token>/order/file/<str:form>", link.file, name="link_file"),
    path("m/<slug:slug>/orders/", signed_in(lists.index), name="list"),
    path("m/<slug:slug>/orders/new/", signed_in(orders.create), name="new"),
    path("m/<slug:slug>/orders/from/<uuid:selection_id>/", signed_in(orders.from_selection), name="from_selection"),
    path("m/<slug:slug>/orders/deliveries/", signed_in(lists.deliveries), name="deliveries"),
    path("m/<slug:slug>/orders/deliveries/print/", signed_in(lists.deliveries_pdf), name="deliveries_pdf"),
    path("m/<slug:slug>/orders/<uuid:order_id>/", signed_in(orders.show), name="order"),
    path("m/<slug:slug>/orders/<uuid:order_id>/edit/", signed_in(orders.edit), name="edit"),
    path("m/<slug:slug>/orders/<uuid:order_id>/send/", signed_in(orders.send), name="send"),
    path("m/<slug:slug>/orders/<uuid:order_id>/links/", signed_in(orders.one_more_link), name="more_link"),
    path(
        "m/<slug:slug>/orders/<uuid:order_id>/links/<uuid:link_id>/revoke/",
        signed_in(orders.revoke),
        name="revoke_link",
    ),
    path("m/<slug:slug>/orders/<uuid:order_id>/recall/", signed_in(orders.recall), name="recall"),
    path("m/<slug:slug>/orders/<uuid:order_id>/cancel/", signed_in(orders.cancel), name="cancel"),
    path("m/<slug:slug>/orders/<uuid:order_id>/reply/<slug:kind>/", signed_in(orders.reply), name="reply"),
    path("m/<slug:slug>/orders/<uuid:order_id>/accept/", signed_in(receiving.accept), name="accept"),
    path("m/<slug:slug>/orders/<uuid:order_id>/file/<str:form>/", signed_in(orders.file), name="file"),
    path(
        "m/<slug:slug>/orders/<uuid:order_id>/photos/<uuid:photo_id>/<slug:size>/",
        signed_in(receiving.photo),
        name="photo",
    ),
]
