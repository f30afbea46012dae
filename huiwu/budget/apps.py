from django.apps import AppConfig


class BudgetConfig(AppConfig):
    name = "huiwu.budget"
    label = "budget"
