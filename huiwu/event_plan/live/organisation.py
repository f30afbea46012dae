"""Who takes part, who does what, how many come, what for."""

from __future__ import annotations

from django.utils.translation import gettext as _

from huiwu.accounts.choices import Role
from huiwu.brief import rules as brief
from huiwu.brief.choices import HeadcountGroup
from huiwu.brief.queries.briefs import signed_brief
from huiwu.brief.schema import SCHEMA as BRIEF
from huiwu.documents.blocks import Block, Column, KeyValues, Table
from huiwu.meetings.choices import Part
from huiwu.meetings.models import Meeting, TeamMember, WorkGroup
from huiwu.meetings.queries import groups_of, organisations_of, team_of


def organisations(meeting: Meeting) -> list[Block] | None:
    """Host, organiser and the others, each kind on one line."""
    words = dict(Part.choices)
    named: dict[str, list[str]] = {}
    for row in organisations_of(meeting):
        named.setdefault(str(words[row.part]), []).append(row.name)
    return [KeyValues(tuple((label, "\n".join(names)) for label, names in named.items()))] if named else None


def team(meeting: Meeting) -> list[Block] | None:
    """Work groups with lead, members and duties; before there are groups, the team by role."""
    groups = list(groups_of(meeting))
    members = [row for row in team_of(meeting) if row.role != Role.CLIENT]
    if not members and not groups:
        return None
    rows = _people([row for row in members if row.work_group_id is None])
    rows += [_group(group) for group in groups]
    columns = (
        Column(_("岗位、组别"), 1.3),
        Column(_("负责人"), 1.0),
        Column(_("组员"), 1.8),
        Column(_("职责"), 2.6),
    )
    used = [n for n in range(len(columns)) if any(row[n] for row in rows)]
    return [Table(tuple(columns[n] for n in used), tuple(tuple(row[n] for n in used) for row in rows))]


def _people(members: list[TeamMember]) -> list[tuple[str, str, str, str]]:
    """Each person once, with every post; backups apart from first persons."""
    posts: dict[tuple[str, bool], list[str]] = {}
    for row in members:
        posts.setdefault((row.user.name, row.is_backup), []).append(str(row.get_role_display()))
    return [
        (_("、").join(roles), name, "", _("替补") if is_backup else "") for (name, is_backup), roles in posts.items()
    ]


def _group(group: WorkGroup) -> tuple[str, str, str, str]:
    found: list[TeamMember] = list(group.members.all())
    others = [row.user.name for row in found if row.user_id != group.lead_id]
    lead = group.lead.name if group.lead else _("待定")
    return (group.name, lead, _("、").join(dict.fromkeys(others)), group.duties)


def people(meeting: Meeting) -> list[Block] | None:
    """The groups of people that the client has confirmed in the brief."""
    version = signed_brief(meeting)
    numbers = brief.group_numbers(version.content) if version else {}
    if version is None or not numbers:
        return None
    words = dict(HeadcountGroup.choices)
    rows = [(str(words[code]), number) for code, number in numbers.items()]
    columns = (Column(_("人员"), 3.0), Column(_("人数"), 1.0, kind="number"))
    total = (_("合计"), brief.expected_people(version.content))
    return [Table(columns, (*rows, total), emphasis={len(rows): "total"})]


def goals(meeting: Meeting) -> list[Block] | None:
    """KPI of the signed brief."""
    version = signed_brief(meeting)
    rows = brief.goals(version.content) if version else []
    if not rows:
        return None
    columns = tuple(Column(str(c.label), 1.4 if c.key == "measure" else 1.0) for c in BRIEF["kpi"].columns)
    return [Table(columns, tuple(tuple(row.get(c.key) or "" for c in BRIEF["kpi"].columns) for row in rows))]
