"""The parts a page is built of: heads, tables, panels, filters, tabs, pages of a list, boards."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from huiwu.foundation.components.library import attributes, drawn, register
from huiwu.foundation.components.times import day, instant


@register.simple_block_tag(end_name="endpage_head")
def page_head(content: str, title: Any, lead: Any = "", kicker: Any = "") -> SafeString:
    """The page's h1, a line below it, and its actions on the right (the block's content)."""
    return drawn("page_head", title=title, lead=lead, kicker=kicker, actions=content)


@register.simple_block_tag(end_name="endsection")
def section(content: str, title: Any, lead: Any = "", id: str = "", level: int = 2, count: Any = None) -> SafeString:
    """A titled part of a page. `count` is written after the title."""
    return drawn("section", title=title, lead=lead, id=id, level=level, count=count, content=content)


@register.simple_block_tag(end_name="endempty")
def empty(content: str, title: Any, lead: Any = "", icon_name: str = "inbox") -> SafeString:
    """Nothing here yet: what this place is for and, as the block's content, the button that begins."""
    return drawn("empty", title=title, lead=lead, icon_name=icon_name, actions=content)


@register.simple_block_tag(end_name="endcallout")
def callout(content: str, kind: str = "hint", title: Any = "") -> SafeString:
    """A remark that must not be missed. `kind`: hint, done, waiting, warn, block."""
    icons = {"hint": "info", "done": "circle-check", "waiting": "hourglass", "warn": "triangle-alert"}
    return drawn("callout", kind=kind, title=title, icon_name=icons.get(kind, "octagon-alert"), content=content)


@register.simple_block_tag(end_name="enddata_table")
def data_table(
    content: str, caption: Any, dense: bool = False, keys: bool = True, stack: bool = False, **extra: Any
) -> SafeString:
    """`<thead>…<tbody>…` in a region that scrolls by itself, with a sticky head and j/k/Enter.

    `stack` turns rows into cards on phones: give every cell `data-label`. Numbers: `class="num"`.
    The row's own link: `<a class="row-link">` in its main cell.
    """
    return drawn(
        "data_table", caption=caption, dense=dense, keys=keys, stack=stack, extra=attributes(extra), content=content
    )


@register.simple_block_tag(end_name="endfilter_bar", takes_context=True)
def filter_bar(context: Any, content: str, action: str = "", target: str = "") -> SafeString:
    """A GET form whose fields live in the address. `target` (CSS) is swapped by htmx when a field changes."""
    request = context.get("request")
    path = action or (request.path if request else "")
    return drawn("filter_bar", action=path, target=target, active=bool(request and request.GET), content=content)


@register.simple_block_tag(end_name="endtoolbar")
def toolbar(content: str, label: Any = "") -> SafeString:
    """Buttons that belong together, in one row that wraps."""
    return drawn("toolbar", label=label, content=content)


@register.simple_tag
def facts(*pairs: Any, wide: bool = False) -> SafeString:
    """Label and value, label and value, …: `{% facts _("主办单位") org _("规模") n %}`. Empty values show 未填."""
    return facts_of(zip(pairs[::2], pairs[1::2], strict=True), wide=wide)


@register.simple_tag
def facts_of(pairs: Any, wide: bool = False) -> SafeString:
    """The same from a list of (label, value). A day is written as `{% day %}` writes it."""
    return drawn("facts", pairs=[(label, _written(value)) for label, value in pairs], wide=wide)


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        return instant(value)
    return day(value) if isinstance(value, date) else value


@register.simple_tag
def breadcrumbs(*steps: Any) -> SafeString:
    """Label and address, label and address, …, last label alone: the way to this page."""
    trail = [(steps[i], steps[i + 1] if i + 1 < len(steps) else "") for i in range(0, len(steps), 2)]
    return drawn("breadcrumbs", trail=trail)


@register.simple_tag
def tabs(items: Any, current: Any = "", label: Any = "") -> SafeString:
    """Links side by side. `items`: rows of (code, label, url) or (code, label, url, count)."""
    rows = [
        {"code": row[0], "label": row[1], "url": row[2], "count": row[3] if len(row) > 3 else None} for row in items
    ]
    return drawn("tabs", items=rows, current=current, label=label)


@register.simple_tag(takes_context=True)
def pagination(context: Any, page: Any) -> SafeString:
    """Of a Django `Page`; keeps the other parameters of the address."""
    query = _query_without(context, "page")
    return drawn("pagination", page=page, query=query)


@register.simple_tag(takes_context=True)
def cursor_next(context: Any, cursor: str, target: str = "") -> SafeString:
    """The way to the next rows of a list paged by cursor; nothing when `cursor` is empty."""
    if not cursor:
        return SafeString("")
    return drawn("cursor_next", cursor=cursor, query=_query_without(context, "cursor"), target=target)


def _query_without(context: Any, name: str) -> str:
    request = context.get("request")
    if request is None:
        return ""
    parameters = request.GET.copy()
    parameters.pop(name, None)
    text: str = parameters.urlencode()
    return f"{text}&" if text else ""


@register.simple_block_tag(end_name="endpanel")
def panel(content: str, title: Any, back: str = "", id: str = "panel") -> SafeString:
    """One opened thing beside its list. `back` is the list's address; without script it is a page of its own."""
    return drawn("panel", title=title, back=back, id=id, content=content)


@register.simple_block_tag(end_name="endside")
def side(content: str) -> SafeString:
    """Where `hx-target="#side"` puts a panel; what stands in the block is the panel already open."""
    return format_html('<aside id="side" class="side">{}</aside>', SafeString(content.strip()))


@register.simple_block_tag(end_name="endboard")
def board(content: str, label: Any) -> SafeString:
    """Columns side by side that scroll together; holds `{% column %}` blocks."""
    return format_html('<div class="board" role="group" aria-label="{}" tabindex="0">{}</div>', label, content)


@register.simple_block_tag(end_name="endcolumn")
def column(content: str, title: Any, count: Any = None) -> SafeString:
    """One column of a board; its content is `<li>` items, each usually `{% card %}`."""
    return drawn("column", title=title, count=count, content=content)


@register.simple_block_tag(end_name="endcard")
def card(content: str, title: Any, url: str = "", tag: str = "li") -> SafeString:
    """One thing on a board or in a short list."""
    return drawn("card", title=title, url=url, tag=tag, content=content)


@register.simple_tag
def search_box(
    action: str = "/search", value: str = "", label: Any = "", name: str = "q", suggest: bool = False, **extra: Any
) -> SafeString:
    """The one box: a GET form. With `suggest`, the nearest hits appear under it while one types. Extra attributes go to
    the input."""
    if suggest:
        extra |= {"hx_get": action, "hx_target": "#search-suggestions", "hx_trigger": "input changed delay:150ms"}
        extra |= {"hx_sync": "this:replace", "hx_push_url": "false"}
    shown = {"action": action, "value": value, "label": label, "name": name, "suggest": suggest}
    return drawn("search_box", **shown, extra=attributes(extra))


@register.simple_tag
def timeline(items: Any, zone: str = "Asia/Shanghai") -> SafeString:
    """What happened, newest first or last as given. Items (dicts or objects): at, title, detail, by, icon, url."""
    return drawn("timeline", items=items, zone=zone)


@register.simple_tag
def steps(items: Any, label: Any = "") -> SafeString:
    """Stages in order. Items: (label, state) or (label, state, url); state done, doing or open."""
    rows = [{"label": row[0], "state": row[1], "url": row[2] if len(row) > 2 else ""} for row in items]
    return drawn("steps", items=rows, label=label)


@register.simple_tag
def gate_strip(gates: Any, label: Any = "") -> SafeString:
    """The gates G0–G11 in a row. Items (dicts or objects): code, title, state (done, next, waiting_client,
    blocked, late, locked), url."""
    return drawn("gate_strip", gates=gates, label=label)


@register.simple_tag
def progress(done: int, total: int, label: Any = "") -> SafeString:
    """A bar with its numbers in words."""
    return drawn("progress", done=done, total=total, label=label, percent=round(100 * done / total) if total else 0)


@register.simple_tag
def job_progress(job: Any, url: str, cancel_url: str = "") -> SafeString:
    """A background job that is asked for its progress every second until it ends.

    `job` has state (waiting, running, done, failed, cancelled), done, total, title, error. `url` answers with this
    same component; it stops asking by itself when the job has ended.
    """
    ended = str(job.state) in ("done", "failed", "cancelled")
    return drawn("job_progress", job=job, url=url, cancel_url=cancel_url, ended=ended)
