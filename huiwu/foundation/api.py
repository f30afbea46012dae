"""Plumbing of the REST API: problems (RFC 9457), pages by cursor, answers given once per Idempotency-Key.

A capability's `api.py` has `router` (a ninja Router) and `PREFIX`; `config/api.py` mounts it. Operations find the actor
in `request.auth`, call services and queries, and raise Refusals.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Callable
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Schema

from huiwu.foundation.errors import CursorInvalid, IdempotencyKeyReused
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.models import IdempotentAnswer
from huiwu.kernel.errors import InvalidInput, Refusal

PROBLEM = "application/problem+json"
MOST_ROWS = 200
Item = TypeVar("Item")
Row = TypeVar("Row", bound=Model)


class Problem(Schema):
    """RFC 9457: what went wrong. `code` is stable, `detail` a sentence for people, `errors` maps fields to sentences."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    detail: str
    errors: dict[str, list[str]] = {}


class Paged(Schema, Generic[Item]):
    """One page of a list; `next_cursor` fetches the next, and is null at the end."""

    items: list[Item]
    next_cursor: str | None = None


def problem(refusal: Refusal) -> HttpResponse:
    """The answer for a refusal."""
    fields = refusal.fields if isinstance(refusal, InvalidInput) else {}
    return problem_of(status=refusal.status, code=refusal.code, detail=sentence_of(refusal), errors=fields)


def problem_of(*, status: int, code: str, detail: str, errors: dict[str, list[str]] | None = None) -> HttpResponse:
    title = code.replace("_", " ").capitalize()
    body = Problem(title=title, status=status, code=code, detail=detail, errors=errors or {}).model_dump()
    if not errors:
        body.pop("errors")
    return HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=PROBLEM)


def page(
    rows: QuerySet[Row], *, limit: int = 50, cursor: str = "", by: str = "created_at", descending: bool = False
) -> tuple[list[Row], str | None]:
    """The rows after `cursor`, ordered by a column that is never null and then by key, and the next cursor.

    Rows added meanwhile never shift the pages. Raises CursorInvalid.
    """
    limit = max(1, min(limit, MOST_ROWS))
    if cursor:
        value, key = _read_cursor(rows, cursor, by)
        way = "lt" if descending else "gt"
        rows = rows.filter(Q(**{f"{by}__{way}": value}) | Q(**{by: value, f"pk__{way}": key}))
    sign = "-" if descending else ""
    found = list(rows.order_by(f"{sign}{by}", f"{sign}pk")[: limit + 1])
    if len(found) <= limit:
        return found, None
    return found[:limit], _cursor_after(found[limit - 1], by)


def _cursor_after(row: Model, by: str) -> str:
    value = row._meta.get_field(by).value_to_string(row)  # type: ignore[union-attr]  # a column, not a relation
    return base64.urlsafe_b64encode(json.dumps([value, str(row.pk)]).encode()).decode().rstrip("=")


def _read_cursor(rows: QuerySet[Any], cursor: str, by: str) -> tuple[Any, Any]:
    try:
        value, key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        meta = rows.model._meta
        return meta.get_field(by).to_python(value), meta.pk.to_python(key)
    except (ValueError, TypeError, binascii.Error, ValidationError) as fault:
        raise CursorInvalid from fault


class _NotToBeKept(Exception):
    """Carries an answer out of the transaction that it rolls back."""

    def __init__(self, response: HttpResponse) -> None:
        self.response = response


def answer_once(
    request: HttpRequest, *, actor_id: UUID, key: str, give: Callable[[HttpRequest], HttpResponse]
) -> HttpResponse:
    """The first answer to this key, made now or earlier; two at once are made one after the other, by the database.

    Key, effect and answer share one transaction, so a crash leaves all or none. Answers from 500 on are not kept.
    Raises IdempotencyKeyReused when the key came with another request.
    """
    fingerprint = _fingerprint(request)
    try:
        with transaction.atomic():
            row = IdempotentAnswer.objects.create(actor_id=actor_id, key=key, fingerprint=fingerprint)
            response = give(request)
            if response.status_code >= 500 or response.streaming:
                raise _NotToBeKept(response)
            row.status = response.status_code
            row.body = {"type": response.headers["Content-Type"], "text": response.content.decode()}
            row.save(update_fields=["status", "body"])
            return response
    except _NotToBeKept as way_out:
        return way_out.response
    except IntegrityError:
        kept = IdempotentAnswer.objects.filter(actor_id=actor_id, key=key).first()
        if kept is None:
            raise
    if kept.fingerprint != fingerprint:
        raise IdempotencyKeyReused
    body: dict[str, str] = kept.body or {"type": PROBLEM, "text": ""}
    response = HttpResponse(body["text"], status=kept.status or 200, content_type=body["type"])
    response.headers["Idempotent-Replay"] = "true"
    return response


def _fingerprint(request: HttpRequest) -> str:
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if request.content_type == "multipart/form-data":  # its boundary differs each time
        for name, values in sorted(request.POST.lists()):
            digest.update(json.dumps([name, values]).encode())
        for name, files in sorted(request.FILES.lists()):
            for file in files:
                digest.update(f"{name}:{file.name}:".encode())
                for piece in file.chunks():
                    digest.update(piece)
                file.seek(0)
    else:
        digest.update(request.body)
    return digest.hexdigest()
