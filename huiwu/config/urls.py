"""Every capability's `urls.py`, in the order of the ladder."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path

from huiwu.config.api import ROOT, api

handler400 = "huiwu.foundation.views.bad_request"
urlpatterns = [
    path(ROOT.removeprefix("/"), api.urls),
]
urlpatterns += [
    path("", include(f"huiwu.{name}.urls"))
    for name in settings.CAPABILITIES
    if find_spec(f"huiwu.{name}") and find_spec(f"huiwu.{name}.urls")
]
