"""Invented content for the component page, each component in each of its states."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.foundation.components.marks import SEVERITIES, STATES, icon_names

TODAY = date(2027, 2, 24)
OPENS, CLOSES = date(2027, 3, 18), date(2027, 3, 19)
AT = datetime(2027, 2, 24, 6, 30, tzinfo=UTC)


class SampleForm(forms.Form):
    """One field of each shape."""

    name = forms.CharField(label=gettext_lazy("会议名称"), help_text=gettext_lazy("写全称，证件和单据上用这个名称。"))
    headcount = forms.IntegerField(label=gettext_lazy("预计人数"), min_value=1)
    opens_on = forms.DateField(
        label=gettext_lazy("开幕日期"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("会议类型"),
        choices=[
            ("forum", gettext_lazy("论坛")),
            ("training", gettext_lazy("培训")),
            ("press", gettext_lazy("发布会")),
        ],
        widget=forms.RadioSelect,
    )
    needs = forms.MultipleChoiceField(
        label=gettext_lazy("需要的服务"),
        choices=[
            ("meals", gettext_lazy("用餐")),
            ("lodging", gettext_lazy("住宿")),
            ("transfer", gettext_lazy("接送")),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    city = forms.ChoiceField(
        label=gettext_lazy("城市"), choices=[("sh", gettext_lazy("上海")), ("bj", gettext_lazy("北京"))]
    )
    public_body = forms.BooleanField(label=gettext_lazy("公共机构合规模式"), required=False)
    consent = forms.BooleanField(label=gettext_lazy("已告知客户"), required=False)
    notes = forms.CharField(label=gettext_lazy("备注"), required=False, widget=forms.Textarea)
    roster = forms.FileField(label=gettext_lazy("名单"), required=False)


def context(query: Any) -> dict[str, Any]:
    """Everything the component page shows; `query` is the request's GET."""
    return {
        "today": TODAY, "opens": OPENS, "closes": CLOSES, "at": AT,
        "states": list(STATES), "severities": list(SEVERITIES), "icons": sorted(icon_names()),
        "form": SampleForm(initial={"name": _("启明科技 2027 合作伙伴大会"), "headcount": 600, "kind": "forum", "needs": ["meals"]}),
        "wrong": SampleForm({"name": "", "headcount": "0", "city": "sh", "kind": ""}, prefix="wrong"),
        "page": Paginator(range(60), 20).get_page(query.get("page", 2)),
        "tabs": [("all", _("全部"), "?tab=all", 24), ("mine", _("我的"), "?tab=mine", 6), ("late", _("逾期"), "?tab=late", 2)],
        "pairs": [(_("城市"), _("上海")), (_("会议类型"), _("论坛"))], **_work(), **_pictures(),
    }  # fmt: skip


def _work() -> dict[str, Any]:
    tasks = [
        ("P03", _("签订合同"), "done", _("商务"), 128_000_00, date(2027, 1, 12)),
        ("P05", _("策划方案送客户确认"), "waiting_client", _("策划"), 0, date(2027, 2, 20)),
        ("P11", _("场地实地考察"), "late", _("场地组"), 3_600_50, date(2027, 2, 22)),
        ("P14", _("嘉宾邀请函发出"), "blocked", _("嘉宾组"), None, date(2027, 2, 26)),
        ("P18", _("会议手册排版"), "open", _("秘书组"), 12_000_00, date(2027, 3, 5)),
    ]
    names = ("code", "title", "state", "owner", "cents", "due")
    return {
        "tasks": [dict(zip(names, task, strict=True)) for task in tasks],
        "history": [
            {"at": AT, "title": _("需求简报第2版已签认"), "detail": _("人数由500人改为600人"), "by": _("赵明远"),
             "icon": "signature", "url": "#timeline"},
            {"at": AT - timedelta(days=3), "title": _("需求简报第1版已送客户"), "by": _("周敏"), "icon": "send"},
        ],
        "stages": [(_("填写"), "done"), (_("客户签认"), "doing"), (_("生成计划"), "open")],
        "gates": [
            {"code": "G0", "title": _("合同生效"), "state": "done", "url": "#gates"},
            {"code": "G1", "title": _("需求简报签认"), "state": "done", "url": "#gates"},
            {"code": "G2", "title": _("策划方案确认"), "state": "waiting_client", "url": "#gates"},
            {"code": "G3", "title": _("场地与供应商落定"), "state": "next", "url": "#gates"},
            {"code": "G4", "title": _("嘉宾名单冻结"), "state": "late"},
            {"code": "G5", "title": _("印刷品定稿"), "state": "blocked"},
            {"code": "G6", "title": _("彩排通过"), "state": "locked"},
            {"code": "G7", "title": _("开放入场"), "state": "locked"},
        ],
        "edits": [
            {"name": "theme", "label": _("主题"), "mine": _("同行致远，共创未来"), "theirs": _("同行致远，共赢未来")},
            {"name": "headcount", "label": _("预计人数"), "mine": "650", "theirs": "620"},
        ],
        "jobs": [
            SimpleNamespace(title=_("生成会议手册"), state="doing", done=34, total=120, error=""),
            SimpleNamespace(title=_("导入名单"), state="failed", done=0, total=600, error=_("第 18 行没有姓名，什么都没有导入。")),
            SimpleNamespace(title=_("导出名单"), state="done", done=600, total=600, error=""),
        ],
    }  # fmt: skip


def _pictures() -> dict[str, Any]:
    def step(code: str, label: str, start: int, days: int, **more: Any) -> dict[str, Any]:
        first = date(2027, 2, 1) + timedelta(days=start)
        return {"code": code, "label": label, "start": first, "end": first + timedelta(days=days - 1), **more}

    before, media = _("会前统筹"), _("宣传物料")
    return {
        "plan": [
            step("P01", _("需求调研"), 0, 4, done=True, critical=True, group=before),
            step("P03", _("需求简报"), 4, 5, done=True, critical=True, group=before),
            step("G1", _("需求简报签认"), 9, 1, gate=True, done=True, group=before),
            step("P05", _("策划方案"), 10, 10, critical=True, late=True, group=before),
            step("P09", _("场地实地考察"), 12, 4, latest=date(2027, 2, 24), group=before),
            step("G2", _("策划方案确认"), 24, 1, gate=True, group=before),
            step("P20", _("主视觉设计"), 25, 8, critical=True, group=media),
            step("P21", _("印刷与制作"), 33, 7, latest=date(2027, 3, 15), group=media),
        ],
        "holidays": [date(2027, 2, 5), date(2027, 2, 8), date(2027, 2, 9), date(2027, 2, 10)],
        "entries": {
            date(2027, 2, 20): [{"title": _("策划方案送客户确认"), "state": "waiting_client", "url": "#month"}],
            date(2027, 2, 22): [{"title": _("场地实地考察"), "state": "late", "url": "#month"}],
            date(2027, 2, 26): [{"title": _("嘉宾邀请函发出"), "url": "#month"}, {"title": _("项目例会"), "url": ""}],
        },
        "days": ["2-01", "2-05", "2-10", "2-15", "2-20", "2-24", "3-01", "3-10", "3-17"],
        "burn_up": [
            (_("计划"), [4, 10, 18, 28, 38, 46, 54, 68, 75]),
            (_("完成"), [3, 9, 15, 22, 30, 34, None, None, None]),
        ],
        "costs": [(_("场地"), 128, 140), (_("餐饮"), 96, 90), (_("住宿"), 84, 100), (_("物料"), 31, 45)],
    }  # fmt: skip
