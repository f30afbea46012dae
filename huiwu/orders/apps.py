from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "huiwu.orders"
    label = "orders"
