from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "huiwu.payments"
    label = "payments"
