"""A template engine that draws nothing.

Who may open a page is decided before it is drawn, so the table asks thousands of times without drawing; that the pages
draw is what every capability's own tests are about.
"""

from __future__ import annotations

from typing import Any

from django.template.backends.base import BaseEngine


class Blank:
    def render(self, context: Any = None, request: Any = None) -> str:
        return ""


class Templates(BaseEngine):
    app_dirname = "templates"

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__({"NAME": "blank", "DIRS": [], "APP_DIRS": False})

    def from_string(self, template_code: str) -> Blank:
        return Blank()

    def get_template(self, template_name: str) -> Blank:
        return Blank()


BLANK = [{"BACKEND": "tests.access.blank.Templates"}]
