"""团体报名: the contact's public form, and the page behind the contact's link."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiwu.accounts.services import open_link
from huiwu.foundation.actors import Actor
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.pages import address_of
from huiwu.kernel.errors import InvalidInput, NotFound, Refusal
from huiwu.registration.choices import GROUP_LINK, MARKS, State
from huiwu.registration.errors import GroupsNotAllowed
from huiwu.registration.queries.forms import categories_of, open_form, schema_at
from huiwu.registration.queries.registrations import group_by_link
from huiwu.registration.services import GroupSubmission, cancel_registration, register_group
from huiwu.registration.views.frame import key_of, language_of, public_meeting, visitor_of
from huiwu.registration.views.proofs import proof_of
from huiwu.registration.views.slowing import count_post

ROWS = 5
MEMBER = ("display_name", "title", "mobile", "email")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def fill(request: HttpRequest, slug: str) -> HttpResponse:
    """One contact and the people they register; also pasted, one person a line."""
    meeting = public_meeting(slug)
    version = open_form(meeting)
    if not version.form.allows_groups:
        raise GroupsNotAllowed
    proof = proof_of(request, slug)
    if version.form.verification != "none" and proof is None:
        return redirect(reverse("registration:public_code", args=[slug]) + "?" + urlencode({"category": "group"}))
    posted = request.POST if request.method == "POST" else None
    members = _members(posted) if posted else []
    key = key_of(posted.get("submission_key", "")) if posted else uuid4()
    context: dict[str, Any] = {
        "meeting": meeting,
        "sender": meeting.client.name if meeting.client else meeting.org.name,
        "categories": [(row.code, row.words(language_of())) for row in categories_of(meeting)],
        "title": schema_at(version.pk).words(language_of()),
        "key": key,
        "values": posted or {},
        "errors": {},
    }
    status = 200
    if posted and "more" not in posted:
        sent = GroupSubmission(
            org_name=posted.get("org_name", ""),
            contact_name=posted.get("contact_name", ""),
            contact_mobile=posted.get("contact_mobile", ""),
            contact_email=posted.get("contact_email", ""),
            category=posted.get("category", ""),
            members=members,
            submission_key=key,
            language=language_of(),
            came_by=posted.get("from", "")[:40],
            entry_code=posted.get("entry_code", ""),
            proof=proof,
        )
        try:
            count_post(address_of(request), slug)
            _group, token, results = register_group(actor=visitor_of(request), meeting=meeting, submission=sent)
        except InvalidInput as refusal:
            context["errors"], status = refusal.fields, 422
        except Refusal as refusal:
            context["refusal"], status = sentence_of(refusal), refusal.status
        else:
            for each in results:
                if each.refusal is not None:
                    said = sentence_of(each.refusal) if not isinstance(each.refusal, InvalidInput) else "；".join(
                        line for lines in each.refusal.fields.values() for line in lines
                    )  # fmt: skip
                    messages.warning(request, f"{each.name or _('（未填姓名）')}：{said}")
            return redirect("registration:group", token=token)
    blank = [dict.fromkeys(MEMBER, "") for _nth in range(ROWS if (posted and "more" in posted) or not members else 0)]
    context["members"] = members + blank
    return render(request, "registration/public_group.html", context, status=status)


def _members(posted: Any) -> list[dict[str, str]]:
    """Rows of the table with a name, then pasted lines: 姓名、职务、手机、邮箱 apart by tabs or commas."""
    columns = [posted.getlist(name) for name in MEMBER]
    rows = [dict(zip(MEMBER, values, strict=True)) for values in zip(*columns, strict=False)]
    for line in posted.get("pasted", "").splitlines():
        parts = [part.strip() for part in line.replace("，", "\t").replace(",", "\t").split("\t")]
        rows.append(dict(zip(MEMBER, [*parts, "", "", "", ""][:4], strict=True)))
    return [row for row in rows if any(row.values())]


@never_cache
@require_safe
def show(request: HttpRequest, token: str) -> HttpResponse:
    """The group's people and what became of each."""
    link = open_link(token=token, purpose=GROUP_LINK, address=address_of(request))
    group = group_by_link(link)
    rows = [
        {"row": row, "mark": MARKS[State(row.state)]}
        for row in group.registrations.select_related("attendee", "category").order_by("attendee__number")
    ]
    context = {"sender": group.meeting.org.name, "group": group, "rows": rows, "token": token, "meeting": group.meeting}
    return render(request, "registration/group.html", context)


@never_cache
@require_POST
def cancel(request: HttpRequest, token: str, registration_id: UUID) -> HttpResponse:
    """The contact takes one of their people out."""
    link = open_link(token=token, purpose=GROUP_LINK, address=address_of(request))
    group = group_by_link(link)
    if not group.registrations.filter(pk=registration_id).exists():
        raise NotFound
    actor = Actor.of_link(link, address=address_of(request))
    cancel_registration(actor=actor, registration_id=registration_id, reason=_("团体联系人取消"))
    messages.success(request, _("已取消。"))
    return redirect("registration:group", token=token)
