"""Pages about what goes outside."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from huiwu.accounts.models import Organisation
from huiwu.notifications import services
from huiwu.notifications.errors import UnsubscribeLinkDamaged
from huiwu.notifications.outside.suppressing import leaving_of


@csrf_exempt
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """The reader's own link; a mail program may post to it without a page (RFC 8058), hence without our cookie."""
    leaving = leaving_of(token)
    if leaving is None:
        raise UnsubscribeLinkDamaged
    if request.method == "POST":
        services.unsubscribe(token=token)
    org = Organisation.objects.filter(pk=leaving.org_id).first()
    context = {"leaving": leaving, "sender": org.name if org else "", "done": request.method == "POST"}
    return render(request, "notifications/unsubscribe.html", context)
