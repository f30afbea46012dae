"""One request to a provider: what came back, or why nothing did. The only place that opens a connection."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx
from django.conf import settings

from huiwu.notifications.outside.answers import Answer

TIMEOUT = httpx.Timeout(10.0, connect=5.0)


def client() -> httpx.Client:
    """Follows no redirect: what a provider redirects to was never asked for."""
    return httpx.Client(timeout=TIMEOUT, follow_redirects=False)


def base_of(provider: str) -> str:
    """`https://host` of a provider's documented address."""
    return str(settings.HUIWU_OUTSIDE_ADDRESSES[provider])


def host_of(url: str) -> str:
    return urlsplit(url).netloc


def post(
    way: httpx.Client, url: str, *, headers: Mapping[str, str] | None = None, content: str = ""
) -> dict[str, Any] | Answer:
    """The JSON object that came back whatever the status, or an Answer for what the network or a gateway did."""
    try:
        response = way.post(url, headers=dict(headers or {}), content=content.encode())
    except httpx.HTTPError as fault:
        return Answer("temporary", f"{type(fault).__name__}: {fault}")
    words = f"{response.status_code} {response.text[:200]}"
    if response.status_code == 429 or response.status_code >= 500:
        return Answer("temporary", words)
    try:
        found = response.json()
    except (json.JSONDecodeError, UnicodeDecodeError):
        found = None
    return found if isinstance(found, dict) else Answer("permanent", words)
