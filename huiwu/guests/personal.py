"""Personal data that guests hold, for export, retention and erasure."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.documents.models import ImpactItem
from huiwu.foundation.registry.personal import FieldGroup, Marks, holder, strike_rows, sweeper
from huiwu.foundation.secrets import unseal
from huiwu.guests.choices import REPLY_SEAL
from huiwu.guests.models import Guest, GuestContact, GuestMove, GuestReply, Letter


def _guest(meeting: Any, subject_id: UUID) -> Guest | None:
    return Guest.objects.filter(meeting=meeting, attendee_id=subject_id).first()


@holder(
    FieldGroup.PRESENCE,
    gettext_lazy("邀请与答复"),
    gettext_lazy("邀请嘉宾、确认出席、安排环节"),
    fields={
        "talk_title": gettext_lazy("演讲题目"),
        "talk_abstract": gettext_lazy("演讲简介"),
        "guest_role": gettext_lazy("嘉宾角色"),
        "rsvp_status": gettext_lazy("答复状态"),
    },
)
class Invitations:
    """The guest's row, moves and letters: words go, the count of who came stays."""

    def rows(self, meeting: Any, subject_id: UUID) -> Iterable[tuple[str, str]]:
        row = _guest(meeting, subject_id)
        if row is None:
            return
        yield str(_("嘉宾角色")), str(row.get_guest_role_display())
        yield str(_("答复状态")), str(row.get_rsvp_status_display())
        for label, value in (
            (_("演讲题目"), row.talk_title),
            (_("演讲简介"), row.talk_abstract),
            (_("备注"), row.note),
            (_("发票"), " ".join(str(v) for v in row.invoice.values() if v)),
        ):
            if value:
                yield str(label), value
        for move in row.moves.all():
            yield str(move.get_after_display()), f"{move.moved_at:%Y-%m-%d %H:%M} {move.reason}".strip()
        for letter in row.letters.all():
            yield str(_("邀请函")), f"{letter.number} {letter.get_state_display()}"

    def erase(self, meeting: Any, subject_id: UUID) -> int:
        row = _guest(meeting, subject_id)
        if row is None:
            return 0
        blank: dict[str, Any] = {"talk_title": "", "talk_abstract": "", "note": "", "invoice": {}}
        count = Guest.objects.filter(pk=row.pk).exclude(**blank).update(**blank)
        count += (
            GuestMove.objects.filter(guest=row)
            .exclude(reason="", address="", agent="")
            .update(reason="", address="", agent="")
        )
        count += Letter.objects.filter(guest=row).exclude(values={}, sealed_link="").update(values={}, sealed_link="")
        listed = ImpactItem.objects.filter(meeting=meeting, cause_key__startswith=f"guest:{row.pk}:").exclude(cause="")
        return count + listed.update(cause="", label=_("（已删除）"), why="")

    def subjects(self, meeting: Any) -> Iterable[UUID]:
        return Guest.objects.filter(meeting=meeting, letters__isnull=False).exclude(
            letters__values={}
        ).values_list("attendee_id", flat=True).distinct()  # fmt: skip


@holder(
    FieldGroup.CONTACT,
    gettext_lazy("邮寄地址"),
    gettext_lazy("寄送纸质邀请函"),
    fields={"post_address": gettext_lazy("邮寄地址"), "postcode": gettext_lazy("邮编")},
)
class PostAddresses:
    def rows(self, meeting: Any, subject_id: UUID) -> Iterable[tuple[str, str]]:
        row = _guest(meeting, subject_id)
        if row is not None and (row.post_address or row.postcode):
            yield str(_("邮寄地址")), f"{row.post_address} {row.postcode}".strip()

    def erase(self, meeting: Any, subject_id: UUID) -> int:
        held = Guest.objects.filter(meeting=meeting, attendee_id=subject_id).exclude(post_address="", postcode="")
        return held.update(post_address="", postcode="")

    def subjects(self, meeting: Any) -> Iterable[UUID]:
        held = Guest.objects.filter(meeting=meeting).exclude(post_address="", postcode="")
        return held.values_list("attendee_id", flat=True)


@holder(FieldGroup.MESSAGES, gettext_lazy("跟进记录"), gettext_lazy("确认嘉宾是否出席"))
class Contacts:
    def rows(self, meeting: Any, subject_id: UUID) -> Iterable[tuple[str, str]]:
        for row in GuestContact.objects.filter(guest__meeting=meeting, guest__attendee_id=subject_id):
            yield f"{row.contacted_at:%Y-%m-%d %H:%M} {row.get_how_display()}", row.said

    def erase(self, meeting: Any, subject_id: UUID) -> int:
        held = GuestContact.objects.filter(guest__meeting=meeting, guest__attendee_id=subject_id)
        return held.delete()[0]

    def subjects(self, meeting: Any) -> Iterable[UUID]:
        rows = GuestContact.objects.filter(guest__meeting=meeting)
        return rows.values_list("guest__attendee_id", flat=True).distinct()


@holder(FieldGroup.ITINERARY, gettext_lazy("回执中的行程、住宿与饮食"), gettext_lazy("安排接送、住宿与用餐"))
class Replies:
    """What was answered each time, under lock."""

    def rows(self, meeting: Any, subject_id: UUID) -> Iterable[tuple[str, str]]:
        for row in GuestReply.objects.filter(guest__meeting=meeting, guest__attendee_id=subject_id).exclude(sealed=""):
            kept = json.loads(unseal(row.sealed, REPLY_SEAL))
            yield f"{row.said_at:%Y-%m-%d %H:%M}", "；".join(after for _before, after in kept.values() if after)

    def erase(self, meeting: Any, subject_id: UUID) -> int:
        held = GuestReply.objects.filter(guest__meeting=meeting, guest__attendee_id=subject_id)
        return held.exclude(sealed="", address="", agent="").update(sealed="", address="", agent="")

    def subjects(self, meeting: Any) -> Iterable[UUID]:
        rows = GuestReply.objects.filter(guest__meeting=meeting).exclude(sealed="")
        return rows.values_list("guest__attendee_id", flat=True).distinct()


@sweeper
def words_about_others(meeting: Any, marks: Marks) -> int:
    """Notes, reasons and letters of other guests that name them: the substitute, the companion."""
    count = strike_rows(Guest.objects.filter(meeting=meeting), marks, "note", "talk_abstract")
    count += strike_rows(GuestMove.objects.filter(guest__meeting=meeting), marks, "reason")
    count += strike_rows(Letter.objects.filter(meeting=meeting), marks, "values")
    return count + strike_rows(GuestContact.objects.filter(guest__meeting=meeting), marks, "said")
