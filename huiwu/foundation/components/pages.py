"""What stands around a page's content: menu, stage of the meeting, built page scripts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from huiwu.foundation import permission
from huiwu.foundation.components.library import drawn, register
from huiwu.foundation.registry.sections import PLACES, SECTIONS
from huiwu.kernel import clock

BUILT = Path(__file__).resolve().parents[2] / "static" / "built"
GROUPS: tuple[tuple[str, Any], ...] = (
    ("meeting", _("本会议")),
    ("before", _("会前")),
    ("during", _("会中")),
    ("after", _("会后")),
)

PLACE_GROUPS: tuple[tuple[str, Any, str], ...] = (("library", _("资料库"), "library"), ("finance", _("财务"), "wallet"))


@register.simple_tag(takes_context=True)
def top_places(context: Any) -> dict[str, Any]:
    """Pages over all meetings, `links` of their own and `menus` of a group; `{% top_places as places %}`."""
    actor, request = context.get("actor"), context.get("request")
    shown = [(one, {"title": one.title, "icon": one.icon, "url": one.url()}) for one in PLACES if one.shown(actor)]
    _mark_current([entry for _one, entry in shown], request.path if request else "")
    links = [entry for one, entry in shown if not one.group]
    menus = []
    for group, title, icon in PLACE_GROUPS:
        entries = [entry for one, entry in shown if one.group == group]
        if entries:
            current = any(entry.get("current") for entry in entries)
            menus.append({"title": title, "icon": icon, "entries": entries, "current": current})
    return {"links": links, "menus": menus}


@register.simple_tag(takes_context=True)
def meeting_sections(context: Any, meeting: Any) -> list[dict[str, Any]]:
    """The meeting's menu: groups with the entries the actor may see; `{% meeting_sections meeting as menu %}`."""
    actor, request = context.get("actor"), context.get("request")
    path = request.path if request else ""
    groups = []
    for group, title in GROUPS:
        entries = [
            {"title": entry.title, "icon": entry.icon, "url": entry.url(meeting), "code": entry.code}
            for entry in SECTIONS
            if entry.group == group and actor is not None and permission.can(actor, entry.permission, meeting)
        ]
        if entries:
            groups.append({"title": title, "entries": entries})
    _mark_current([entry for group in groups for entry in group["entries"]], path)
    return groups


def _mark_current(entries: list[dict[str, Any]], path: str) -> None:
    """The entry whose address is the longest beginning of this page's address is the current one."""
    under = [entry for entry in entries if path.startswith(entry["url"])]
    if under:
        max(under, key=lambda entry: len(entry["url"]))["current"] = True


@register.simple_tag
def meeting_stage(meeting: Any) -> SafeString:
    """会前 · 会中 · 会后 with the present one marked, and the countdown."""
    today = clock.today(meeting.time_zone)
    present = "before" if today < meeting.start_on else "after" if today > meeting.end_on else "during"
    return drawn("meeting_stage", meeting=meeting, today=today, present=present, stages=GROUPS[1:])


@register.simple_tag
def island(name: str) -> SafeString:
    """The built page script `frontend/src/islands/<name>.ts`; nothing when the scripts have not been built."""
    entry = manifest().get(f"src/islands/{name}.ts")
    if entry is None:
        return SafeString("")
    return format_html('<script type="module" src="{}"></script>', static(f"built/{entry['file']}"))


_kept: dict[str, tuple[float, dict[str, Any]]] = {}


def manifest() -> dict[str, Any]:
    """Vite's manifest, read once; again when it was built anew."""
    path = BUILT / ".vite" / "manifest.json"
    try:
        changed = path.stat().st_mtime
    except FileNotFoundError:
        return {}
    if settings.DEBUG or str(path) not in _kept or _kept[str(path)][0] != changed:
        _kept[str(path)] = (changed, json.loads(path.read_text(encoding="utf-8")))
    return _kept[str(path)][1]
