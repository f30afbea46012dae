"""All documents of a meeting; one document with its versions; the difference between any two."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiwu.documents import queries, services
from huiwu.documents.kinds import FieldDifference, kind_of
from huiwu.documents.models import Document, Version
from huiwu.documents.queries.register import change_orders_of
from huiwu.foundation.pages import actor_of
from huiwu.foundation.permission import can, require
from huiwu.kernel.errors import NotFound
from huiwu.meetings.queries import meeting_for


@login_required
@require_safe
def register(request: HttpRequest, slug: str) -> HttpResponse:
    actor = actor_of(request)
    meeting = meeting_for(actor, slug, "documents.view")
    rows = queries.document_rows(actor, meeting)
    context = {
        "meeting": meeting,
        "rows": [row for row in rows if row.document.kind != "change_order"],
        "orders": change_orders_of(meeting),
        "open_impacts": queries.open_impacts(meeting).count(),
    }
    return render(request, "documents/register.html", context)


@login_required
@require_safe
def document(request: HttpRequest, slug: str, document_id: UUID) -> HttpResponse:
    """The document's versions; one with a single version opens it."""
    found = document_at(request, slug, document_id)
    held = list(found.versions.defer("content").prefetch_related("signoffs"))
    kind = kind_of(found.kind)
    context = {
        "meeting": found.meeting,
        "document": found,
        "title": kind.title,
        "versions": held,
        "edit_url": kind.url(found),
        "in_force": next((v for v in held if v.is_in_force), None),
        "waiting": next((v for v in held if v.can_be_signed), None),
        "may_freeze": can(actor_of(request), "documents.freeze", found.meeting),
        "may_change": can(actor_of(request), "documents.change", found.meeting),
        "orders": list(found.change_orders.select_related("sheet")),
    }
    return render(request, "documents/document.html", context)


@login_required
@require_safe
def difference(request: HttpRequest, slug: str, document_id: UUID) -> HttpResponse:
    """`?from=1&to=3`; `to=draft` compares with what is being edited. Without them: the two newest."""
    found = document_at(request, slug, document_id)
    held = {str(version.number): version for version in found.versions.order_by("number")}
    if not held:
        raise NotFound
    numbers = list(held)
    after = _chosen(request.GET.get("to"), held, numbers[-1])
    before = _chosen(request.GET.get("from"), held, numbers[-2] if len(numbers) > 1 else numbers[-1])
    rows = queries.difference(found.kind, _content(found, before), _content(found, after))
    context = {
        "meeting": found.meeting,
        "document": found,
        "title": kind_of(found.kind).title,
        "versions": held.values(),
        "before": before,
        "after": after,
        "before_label": _label(before),
        "after_label": _label(after),
        "sections": by_section(rows),
        "count": len(rows),
        "note": after.note if isinstance(after, Version) else "",
    }
    return render(request, "documents/difference.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def freeze(request: HttpRequest, slug: str, document_id: UUID) -> HttpResponse:
    """Says what freezing will do; does it on POST."""
    found = document_at(request, slug, document_id)
    require(actor_of(request), "documents.freeze", found.meeting)
    if request.method == "POST":
        services.freeze_document(actor=actor_of(request), document_id=found.pk)
        messages.success(request, _("{title}已冻结，此后改动须先开变更单。").format(title=found.title))
        return redirect(found.url)
    in_force = queries.signed_version(found)
    context = {
        "meeting": found.meeting,
        "title": _("冻结{title}？").format(title=found.title),
        "consequences": [
            _("第 {version} 版成为冻结版本，从此不能直接修改。").format(version=in_force.number if in_force else "—"),
            _("以后的改动须先开变更单，写明费用与时间影响，并由客户确认。"),
            _("引用它的单据和步骤照旧。"),
        ],
        "action_label": _("冻结"),
        "back_url": found.url,
    }
    return render(request, "foundation/confirm.html", context)


def document_at(request: HttpRequest, slug: str, document_id: UUID) -> Document:
    """The document of this address, for this person."""
    actor = actor_of(request)
    return queries.document_for(actor, document_id, meeting=meeting_for(actor, slug, "documents.view"))


def by_section(rows: list[FieldDifference]) -> list[tuple[str, list[FieldDifference]]]:
    return [(section, list(group)) for section, group in groupby(rows, key=lambda row: row.section)]


def _chosen(asked: str | None, held: dict[str, Version], otherwise: str) -> Version | str:
    if asked == "draft":
        return "draft"
    return held.get(asked or "", held[otherwise])


def _content(document: Document, side: Version | str) -> dict[str, Any]:
    return side.content if isinstance(side, Version) else document.draft


def _label(side: Version | str) -> str:
    return _("第 {version} 版").format(version=side.number) if isinstance(side, Version) else _("现在的草稿")
