from django.apps import AppConfig


class InvoicesConfig(AppConfig):
    name = "huiwu.invoices"
    label = "invoices"
