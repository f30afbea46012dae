"""What a visitor has proved, kept in a signed cookie for two hours: no account, no session row."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse

from huiwu.registration.choices import PROOF_LASTS
from huiwu.registration.services import Proof

PROOF, TARGET = "huiwu_proof", "huiwu_code_target"


def proof_of(request: HttpRequest, slug: str) -> Proof | None:
    found = _read(request, f"{PROOF}_{slug}")
    return Proof(found["channel"], found["target"]) if found else None


def keep_proof(response: HttpResponse, slug: str, proof: Proof) -> HttpResponse:
    return _keep(response, f"{PROOF}_{slug}", {"channel": proof.channel, "target": proof.target}, slug)


def target_of(request: HttpRequest, slug: str) -> str:
    found = _read(request, f"{TARGET}_{slug}")
    return str(found["target"]) if found else ""


def keep_target(response: HttpResponse, slug: str, target: str) -> HttpResponse:
    return _keep(response, f"{TARGET}_{slug}", {"target": target}, slug)


def _keep(response: HttpResponse, name: str, value: dict[str, str], slug: str) -> HttpResponse:
    response.set_signed_cookie(
        name,
        json.dumps(value),
        max_age=int(PROOF_LASTS.total_seconds()),
        path=f"/r/{slug}/",
        httponly=True,
        samesite="Lax",
    )
    return response


def _read(request: HttpRequest, name: str) -> dict[str, Any] | None:
    text = request.get_signed_cookie(name, default="", max_age=int(PROOF_LASTS.total_seconds()))
    return json.loads(text) if text else None
