from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "huiwu.audit"
    label = "audit"
