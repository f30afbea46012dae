from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "huiwu.documents"
    label = "documents"
