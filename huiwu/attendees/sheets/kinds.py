"""Which lists there are: their columns, in which forms they come, whom they are made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.attendees import bridge
from huiwu.attendees.choices import AttendeeRole, Presence, SensitiveField
from huiwu.attendees.models import Attendee
from huiwu.attendees.queries.words import field_label
from huiwu.attendees.rules import phones
from huiwu.privacy.choices import Audience

PAPER = ("pdf", "docx", "xlsx")
DATA = ("xlsx", "csv")
Take = Callable[[Attendee], str]


@dataclass(frozen=True, slots=True)
class Field:
    """One column. `key` names what it tells of the person, as the privacy record knows it (empty: nothing personal)."""

    title: Any
    take: Take
    key: str = ""
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class ListKind:
    """`audience` is whom it is usually for; `all_states`: those who said no are on it too.
    `sealed` is the field under lock whose words follow the columns; the list has those only who told it."""

    code: str
    title: Any
    detail: Any
    forms: tuple[str, ...]
    fields: tuple[Field, ...]
    audience: str = Audience.TEAM
    all_states: bool = False
    orders: tuple[str, ...] = ("number", "strokes", "pinyin", "org", "rank")
    keys: tuple[str, ...] = field(default=())
    sealed: str = ""

    @property
    def told(self) -> list[str]:
        """The personal columns of the list."""
        sealed = [self.sealed] if self.sealed else []
        return [*dict.fromkeys([one.key for one in self.fields if one.key]), *self.keys, *sealed]


def _plain(name: str, title: Any = None, width: float = 1.0) -> Field:
    return Field(title or field_label(name), lambda row: str(getattr(row, name) or ""), name, width)


def spaced(name: str) -> str:
    """两字名中间空一个全角格，与三字名等宽 (protocol.md §2)."""
    return f"{name[0]}　{name[1]}" if len(name) == 2 and all(c >= "\u3400" for c in name) else name


def _doubtful(row: Attendee) -> str:
    return "".join(bridge.unsettled_in([row.display_name]).get(row.display_name, ()))


def kinds() -> dict[str, ListKind]:
    """All lists by code, in the order of the page."""
    number = Field(_("编号"), lambda row: str(row.number), "number", 0.5)
    name = _plain("display_name", width=0.9)
    org, title = _plain("org_name", width=2.0), _plain("title", width=1.3)
    words = {role.value: str(role.label) for role in AttendeeRole}  # once for a list, not for each of 100,000 people
    presences = {state.value: str(state.label) for state in Presence}
    roles = Field(_("身份"), lambda row: "、".join(words[code] for code in words if code in row.roles), "roles", 0.9)
    masked = Field(_("手机"), lambda row: phones.masked(row.mobile), "", 1.1)
    mobile = Field(_("手机"), lambda row: phones.spoken(row.mobile).replace(" ", ""), "mobile", 1.1)
    found = (
        ListKind(
            "sign-in",
            gettext_lazy("签到表"),
            gettext_lazy("单位、姓名、职务和签字栏；可只要一个场次的人。断电时也能用"),
            PAPER,
            (number, org, name, title, Field(_("签字"), lambda _row: "", "", 1.6)),
        ),
        ListKind(
            "directory",
            gettext_lazy("通讯录（脱敏版）"),
            gettext_lazy("姓名、单位、职务；手机号中间四位不显示"),
            PAPER,
            (org, name, title, masked),
            audience=Audience.TEAM,
        ),
        ListKind(
            "badges",
            gettext_lazy("证件数据"),
            gettext_lazy("制作名牌、胸牌用：姓名、单位、职务、身份、编号"),
            DATA,
            (
                number,
                name,
                _plain("name_en"),
                org,
                Field(_("单位简称"), lambda row: row.org_short, "org_short"),
                title,
                roles,
                Field(_("代表团"), lambda row: row.delegation.name if row.delegation else "", "delegation"),
            ),
        ),
        ListKind(
            "place-cards",
            gettext_lazy("席卡数据"),
            gettext_lazy("两字名已按惯例加全角空格；笔画未定的生僻字单列一栏，付印前核对"),
            DATA,
            (
                Field(_("席卡姓名"), lambda row: spaced(row.display_name), "display_name"),
                _plain("name_en"),
                org,
                title,
                Field(_("位次"), lambda row: str(row.protocol_rank or ""), "protocol_rank", 0.5),
                Field(_("请核对的字"), _doubtful, "", 0.7),
            ),
        ),
        ListKind(
            "diets",
            gettext_lazy("餐标统计"),
            gettext_lazy("每种餐别多少人，不含姓名，可直接发给餐饮供应商"),
            PAPER,
            (),
            orders=(),
        ),
        ListKind(
            "transfers",
            gettext_lazy("接送表"),
            gettext_lazy("已告知行程的人：班次、时间、站点、是否接送；排车前的底表"),
            (*PAPER, "csv"),
            (number, org, name, mobile),
            audience=Audience.ENTRUSTED,
            sealed=SensitiveField.ITINERARY,
        ),
        ListKind(
            "rooms",
            gettext_lazy("分房表"),
            gettext_lazy("已告知住宿要求的人：房型、合住意愿、入离日，房号留空；分房前的底表"),
            (*PAPER, "csv"),
            (number, org, name),
            audience=Audience.ENTRUSTED,
            sealed=SensitiveField.LODGING_WISH,
        ),
        ListKind(
            "whole",
            gettext_lazy("全部名单"),
            gettext_lazy("列名与导入模板一致，改好可以再导入；不含敏感信息"),
            DATA,
            (
                number, name, _plain("salutation"), _plain("name_en"), _plain("reading"), org,
                Field(_("单位简称"), lambda row: row.org_short, "org_short"), title, mobile, _plain("email"), roles,
                Field(_("确认状态"), lambda row: presences[row.presence], "presence"),
                Field(_("代表团"), lambda row: row.delegation.name if row.delegation else "", "delegation"),
                _plain("group_name", _("分组")), Field(_("标签"), lambda row: "、".join(row.tags), "tags"),
                _plain("secretary_name"),
                Field(_("联系人手机"), lambda row: phones.spoken(row.secretary_mobile).replace(" ", ""), "secretary_mobile"),
                _plain("note"),
            ),
            all_states=True,
        ),
    )  # fmt: skip
    return {kind.code: kind for kind in found}
