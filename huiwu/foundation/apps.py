from django.apps import AppConfig


class FoundationConfig(AppConfig):
    name = "huiwu.foundation"
    label = "foundation"

    def ready(self) -> None:
        from huiwu.foundation.registry import load_drawers

        load_drawers()
