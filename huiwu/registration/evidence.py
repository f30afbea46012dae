"""What completes P16: the client confirmed text and fields, and the form is, or was, open."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.attendees.choices import BatchState
from huiwu.attendees.models import ImportBatch
from huiwu.documents.queries import confirmation, latest, signed_version
from huiwu.foundation.registry.evidence import Evidence, evidence
from huiwu.meetings.models import Meeting
from huiwu.registration.choices import FORM
from huiwu.registration.models import RegistrationForm


@evidence(
    "registration.confirmed",
    title=gettext_lazy("客户确认的《邀请与报名方案》"),
    steps=("P16",),
    facts=("registration_form_confirmed", "document_signed", "version_proposed", "document_returned"),
)
def plan_confirmed(meeting: Meeting) -> Evidence:
    """P16: the client confirmed the text and the fields."""
    document = latest(meeting, FORM)
    version = signed_version(document) if document else None
    signoff = confirmation(version) if version else None
    url = reverse("registration:overview", kwargs={"slug": meeting.slug})
    if document is None and (listed := _by_list(meeting)) is not None:
        return listed
    if version is None or signoff is None:
        return Evidence(present=False, label=_("邀请与报名方案"), url=url)
    return Evidence(
        present=True,
        label=_("邀请与报名方案第 {number} 版").format(number=version.number),
        url=url,
        at=signoff.signed_at,
        by=signoff.person_name,
        by_client=signoff.by_client,
        version_hash=signoff.version_hash,
    )


@evidence(
    "registration.opened",
    title=gettext_lazy("报名页已开放"),
    steps=("P16",),
    facts=("registration_opened", "registration_closed"),
)
def form_opened(meeting: Meeting) -> Evidence:
    """P16: people could register."""
    form = RegistrationForm.objects.select_related("opened_by").filter(meeting=meeting).first()
    url = reverse("registration:overview", kwargs={"slug": meeting.slug})
    if form is None and (listed := _by_list(meeting)) is not None:
        return listed
    if form is None or form.opened_at is None:
        return Evidence(present=False, label=_("报名页"), url=url)
    by = form.opened_by.name if form.opened_by else ""
    return Evidence(present=True, label=_("报名页"), url=url, at=form.opened_at, by=by)


def _by_list(meeting: Meeting) -> Evidence | None:
    """内部会议=名单导入 (SOP P16): without a form, the list that was loaded is what people were invited by."""
    batch = ImportBatch.objects.filter(meeting=meeting, state=BatchState.DONE).order_by("done_at").first()
    if batch is None:
        return None
    url = reverse("attendees:list", kwargs={"slug": meeting.slug})
    return Evidence(present=True, label=_("名单导入：{name}").format(name=batch.name), url=url, at=batch.done_at)
