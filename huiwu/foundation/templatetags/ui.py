"""The components of the interface as template tags; a built-in library of every template (no `{% load %}`).

Page writers need to read only this list. `_("…")` is a translated literal; `html` is what stands in the block.

Templates to extend
  base.html            blocks: title head breadcrumbs header_actions content aside scripts
  meeting_base.html    as base, needs `meeting`; block next_gate; head and menu draw themselves
  link_base.html       people with a link and no account; give `sender` (organisation's name); blocks title content
  print_base.html      a sheet of paper; blocks title running_head content
  foundation/confirm.html   give title, consequences (sentences with numbers), action_label, back_url, [danger, fields=form]

Marks
  {% icon "check" %} {% icon "check" label=_("完成") %}            names: frontend/icons.txt
  {% button _("保存") kind="primary" icon="save" %}                kind: "" primary quiet danger; icon_only=True; any
                                                                   attribute: name= value= hx_post=url disabled=flag
  {% link_button _("新建会议") url kind="primary" icon="plus" %}
  {% state "waiting_client" %} {% state code label=word %}         done confirmed signed passed waiting_client late blocked
                                                                   refused failed open doing waiting review draft frozen
                                                                   locked void cancelled skipped not_applicable none
                                                                   filled unfilled
  {% severity "block" %}                                           block warn hint
  {% chip _("论坛") %}   {% person name title phone=phone %}   {% copy_link url label=_("签认链接") %}   {% qr text size=160 %}
Time and money
  {% day d %} {% day d year=False weekday=False %} {% day_span a b %} {% instant t zone=meeting.time_zone %}
  {% clock_time t zone %} {% ago t %}
  {% countdown start_on end_on %} {% yuan cents %}
Structure
  {% page_head title lead=… kicker=… %} buttons {% endpage_head %}           one per page: the h1
  {% section title lead=… id=… count=n %} html {% endsection %}              h2 (level=3: h3)
  {% empty title lead=_("下一步…") icon_name="inbox" %} button {% endempty %}
  {% callout "warn" title=… %} html {% endcallout %}                         hint done waiting warn block
  {% toolbar %} buttons {% endtoolbar %}
  {% facts _("主办单位") org _("规模") n %}   {% facts_of pairs %}           empty values show 未填
  {% breadcrumbs _("会议") url name url2 _("任务") %}                        inside block breadcrumbs
  {% tabs items current=code %}                                              rows (code, label, url[, count])
  {% card title url=… tag="li" %} html {% endcard %}
  {% board _("任务") %}{% column title count=n %} cards {% endcolumn %}{% endboard %}
  {% panel title back=list_url %} html {% endpanel %}  in block aside: {% side %}{% endside %}; rows: hx-get=url hx-target="#side"
Lists
  {% data_table _("任务") dense=True stack=True %} <thead>… <tbody>… {% enddata_table %}
     cells: class="num" for figures; class="row-link" on the row's <a>; stack=True turns rows to cards on phones and
     needs data-label="…" on each td; j/k/Enter move (island table-keys)
  {% filter_bar target="#list" %} fields {% endfilter_bar %}   {% search_box action=url value=q name="q" %}
  {% pagination page_obj %}   {% cursor_next cursor target="#rows" %}
Forms
  {% form_fields form %} {% form_fields form only="name,city" %} {% error_summary form %}
  {% field form.name unit=_("人") help=… kind="cards" %}         kind: "" cards toggle inline; other attributes go to the widget
  {% fieldset _("基本信息") help=… %} fields {% endfieldset %}
  {% four_state "budget" label=_("预算") state=value.state error=… %} <input name="budget"> {% endfour_state %}
     posts budget_state = filled | none | not_applicable | unfilled
  {% upload "file" _("名单") accept=".xlsx" %}   {% hidden "revision" n %}
  <div class="form-actions"> buttons </div>
Comparing
  {% diff before after %} {% diff_sides before after before_label=… after_label=… %}
  {% compare_edits rows theirs_by=name %}                        rows: name label mine theirs; posts the chosen text
Progress
  {% progress done total label=… %} {% job_progress job url cancel_url=… %} {% steps items %} {% gate_strip gates %}
  {% timeline items %}                                           at title detail by icon url
Pictures
  {% bar_chart rows label unit=… %}                              (label, value[, planned])
  {% line_chart series labels label unit=… limit=n %}            (name, values)
  {% gantt rows today=… holidays=days %}                         label start end [code done critical late gate group url latest]
  {% month_grid year month entries today=… previous=url following=url %}   day → rows of title url state
Page plumbing
  {% can actor "brief.edit" meeting as may_edit %}
  {% island "live" %}          a built page script; `<section data-topic="…" hx-get="…" hx-trigger="live">` is fetched again
                               when that topic has a newer version
  {% meeting_sections meeting as menu %} {% meeting_stage meeting %} {% top_places as places %}
  {% include "foundation/_messages.html" with oob=True %}    in an htmx answer: shows the messages at the page's head
  <form data-guard>            asks before unsaved text is left; <button data-print>: prints
Classes for plain HTML: .stack .row .split .columns .muted .small .num .unseen .prose .work-list (ul of lines)
"""

from __future__ import annotations

from typing import Any

from huiwu.foundation import permission
from huiwu.foundation.actors import Actor
from huiwu.foundation.components import calendars, compare, fields, figures, marks, pages, structure, times
from huiwu.foundation.components.library import register

__all__ = ["calendars", "can", "compare", "fields", "figures", "marks", "pages", "register", "structure", "times"]


@register.simple_tag
def can(actor: Actor, name: str, subject: Any = None) -> bool:
    """`{% can actor "brief.edit" meeting as may_edit %}`."""
    return permission.can(actor, name, subject)
