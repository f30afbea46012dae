"""Findings over the REST API (contracts.md): the same shape as `huiwu check`."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema

from huiwu.checks.queries import judgement
from huiwu.foundation.api import Problem
from huiwu.kernel.errors import InvalidInput
from huiwu.meetings.queries import meeting_for

PREFIX = "/meetings"
router = Router(tags=["findings"])
REFUSALS = {401: Problem, 403: Problem, 404: Problem, 422: Problem}


class SubjectOut(Schema):
    type: str
    id: str
    label: str


class FindingOut(Schema):
    code: str
    severity: str
    title: str
    detail: str
    subjects: list[SubjectOut]
    step: str
    owner_role: str
    url: str
    action: str


class FindingsOut(Schema):
    findings: list[FindingOut]


@router.get("/{meeting}/findings", response={200: FindingsOut, **REFUSALS}, summary="疏漏与矛盾")
def findings(request: HttpRequest, meeting: str, at: datetime | None = None) -> dict[str, object]:
    """Every rule judged now, or as if it were `at`; gravest first. What was let stand is among them."""
    found = meeting_for(request.auth, meeting, "checks.view")  # type: ignore[attr-defined]  # set by the bearer token
    if at is not None and at.tzinfo is None:
        at = at.replace(tzinfo=found.zone)
    if at is not None and not 2000 <= at.year <= 2200:
        raise InvalidInput({"at": ["2000–2200"]}, detail="at")
    return {"findings": [finding.as_contract() for finding in judgement(found, at)]}
