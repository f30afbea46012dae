"""What records of the agenda are called in the history."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from huiwu.agenda.choices import QuotePlace, ToldHow
from huiwu.agenda.models import AgendaItem
from huiwu.foundation.registry.names import names, words

KEYS = {
    "function_id": _("功能单元"),
    "track_id": _("专场"),
    "kind": _("类型"),
    "title": _("名称"),
    "title_en": _("英文名称"),
    "summary": _("简介"),
    "starts_at": _("开始时间"),
    "minutes": _("时长"),
    "buffer_minutes": _("缓冲"),
    "needs_interpretation": _("同传"),
    "languages": _("语言"),
    "equipment_note": _("设备要求"),
    "is_internal": _("仅工作人员可见"),
    "speakers": _("讲者"),
    "uses": _("译员与设备"),
}
names("agenda_item_changed.keys")(lambda asked: {key: KEYS[key] for key in asked & set(KEYS)})
names("agenda_published.is_public")(
    lambda asked: {key: word for key, word in {"True": _("是"), "False": _("否")}.items() if key in asked}
)
names("agenda_quoted.place", "agenda_quote_withdrawn.place")(words(QuotePlace))
names("agenda_change_told.how")(words(ToldHow))


@names("agenda_item")
def agenda_items(ids: set[str]) -> dict[str, Any]:
    rows = AgendaItem.objects.filter(pk__in=ids).values_list("pk", "title")
    return {str(pk): title for pk, title in rows}
