"""OM-155, 157–160, and what is easily forgotten beside them (failures.md 个人信息)."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.foundation.registry.checks import Hit, Scope, Subject, check
from huiwu.foundation.registry.personal import SENSITIVE_GROUPS, FieldGroup
from huiwu.meetings.choices import FieldState, SetupField
from huiwu.meetings.models import Function
from huiwu.privacy.choices import Audience, EntrustState, PurposeCode
from huiwu.privacy.models import Breach, EntrustedProcessing, ExportRecord
from huiwu.privacy.queries.consents import consenting, published_notice
from huiwu.privacy.queries.records import (
    assessed_groups,
    deadline_of,
    group_words,
    not_returned,
    open_requests,
    sensitive_in_use,
)
from huiwu.privacy.queries.retention import overdue

CONTACT = FieldGroup.CONTACT.value


@check(
    "OM-155",
    module="privacy",
    severity="block",
    title=gettext_lazy("名单给了没有委托处理协议的单位，或含其用不到的字段"),
    step="P17",
    owner_role="privacy_officer",
)
def lists_in_the_wrong_hands(scope: Scope) -> Iterable[Hit]:
    """The export itself is refused; this finds what went another way, and agreements changed since."""
    rows = ExportRecord.objects.filter(meeting=scope.meeting, made_at__lte=scope.at)
    rows = (
        rows.filter(audience__in=[Audience.ENTRUSTED, Audience.OTHER])
        .select_related("entrusted")
        .order_by("-made_at", "id")
    )
    for row in rows:
        party = row.entrusted
        if party is not None and party.state == EntrustState.RETURNED:
            continue  # it gave everything back
        if party is None or party.state != EntrustState.IN_FORCE:
            detail = _("{day} 把“{title}”（{count} 人）给了{recipient}，没有生效的委托处理协议。")
            action = _("补签委托处理协议，或要求删除并登记确认。")
            beyond = ""
        else:
            over = sorted({*row.groups} - {*party.groups} - {FieldGroup.OTHER.value})
            if not over:
                continue
            detail = _("{day} 给{recipient}的“{title}”（{count} 人）含协议之外的：{beyond}。")
            action = _("要求删除多给的内容，或修改协议后重新签订。")
            beyond = group_words(over)
        yield Hit(
            detail=detail.format(
                day=f"{row.made_at.date():%Y-%m-%d}",
                title=row.title,
                count=row.count,
                recipient=row.recipient or _("（未写明）"),
                beyond=beyond,
            ),
            subjects=(Subject("export_record", str(row.pk), row.title),),
            url=reverse("privacy:looks", args=[scope.meeting.slug]),
            action=action,
            root=str(row.pk),
        )


@check(
    "OM-157",
    module="privacy",
    severity="block",
    title=gettext_lazy("通讯录含未同意公开者的联系方式"),
    step="P22",
    owner_role="data_admin",
)
def directory_with_people_who_did_not_agree(scope: Scope) -> Iterable[Hit]:
    """The latest directory against the consents that stand now: a withdrawal after the export counts."""
    rows = ExportRecord.objects.filter(meeting=scope.meeting, audience=Audience.ATTENDEES, made_at__lte=scope.at)
    row = next((row for row in rows if CONTACT in row.groups), None)
    if row is None or not row.subject_ids:
        return
    agreed = {str(pk) for pk in consenting(scope.meeting, PurposeCode.DIRECTORY)}
    missing = [pk for pk in row.subject_ids if pk not in agreed]
    if missing:
        yield Hit(
            detail=_("“{title}”列出了 {count} 人的联系方式，其中 {missing} 人没有同意公开或已撤回。").format(
                title=row.title, count=len(row.subject_ids), missing=len(missing)
            ),
            subjects=(Subject("export_record", str(row.pk), row.title),),
            url=reverse("privacy:looks", args=[scope.meeting.slug]),
            action=_("重新导出通讯录并收回旧版，付印前以新版为准。"),
            root="directory",
        )


@check(
    "OM-158",
    module="privacy",
    severity="warn",
    title=gettext_lazy("要录音录像，告知里没有写明"),
    step="P16",
    owner_role="publicity_team",
    from_days_before=30,
)
def recording_that_nobody_was_told_of(scope: Scope) -> Iterable[Hit]:
    """Functions that are recorded or streamed, against the published notice."""
    notice = published_notice(scope.meeting)
    told = notice.content.get("zh-hans", {}).get("purposes", []) if notice else []
    if any(purpose["code"] == PurposeCode.PORTRAIT for purpose in told):
        return
    marks = (SetupField.RECORDING.value, SetupField.STREAMING.value)
    recorded = [
        function
        for function in Function.objects.filter(meeting=scope.meeting, is_cancelled=False)
        if any((function.setup_order.get(mark) or {}).get("state") == FieldState.FILLED for mark in marks)
    ]
    if recorded:
        names = _("、").join(str(function) for function in recorded[:3])
        yield Hit(
            detail=_("{count} 场要录音录像或直播（{names} 等），公布的告知没有写明拍摄用途。").format(
                count=len(recorded), names=names
            ),
            subjects=tuple(Subject("function", str(function.pk), str(function)) for function in recorded),
            url=reverse("privacy:notice", args=[scope.meeting.slug]),
            action=_("在告知里写明拍照、录音、录像的用途并公布新版，现场设提示牌。"),
            root="recording",
        )


@check(
    "OM-159",
    module="privacy",
    severity="warn",
    title=gettext_lazy("个人信息已到期而没有删除"),
    step="A20",
    owner_role="privacy_officer",
    from_days_after=0,
)
def data_kept_past_its_day(scope: Scope) -> Iterable[Hit]:
    for held in overdue(scope.meeting, scope.today):
        term = held.term
        yield Hit(
            detail=_("{what}应在 {day} 前删除，还保存着 {count} 人的。").format(
                what=term.title, day=term.due_on.isoformat(), count=held.erasable
            ),
            subjects=(Subject("field_group", term.group.value, str(term.title)),),
            url=reverse("privacy:retention", args=[scope.meeting.slug]),
            action=_("确认后删除；确需保存的，写明依据并改保存期。"),
            root=term.group.value,
        )


@check(
    "OM-160",
    module="privacy",
    severity="block",
    title=gettext_lazy("受托单位没有确认返还或删除个人信息"),
    step="A20",
    owner_role="privacy_officer",
    from_days_after=30,
)
def parties_without_confirmation(scope: Scope) -> Iterable[Hit]:
    for row in not_returned(scope.meeting):
        yield Hit(
            detail=_("{name}（{groups}）还没有返还或删除的书面确认。").format(
                name=row.name, groups=group_words(row.groups) or _("未写明种类")
            ),
            subjects=(_party(row),),
            url=reverse("privacy:party", args=[scope.meeting.slug, row.pk]),
            action=_("取得对方书面确认并登记。"),
            root=str(row.pk),
        )


@check(
    "GEN-PRIV-01",
    module="privacy",
    severity="warn",
    title=gettext_lazy("敏感个人信息没有影响评估"),
    step="P16",
    owner_role="privacy_officer",
    from_days_before=30,
)
def sensitive_data_without_assessment(scope: Scope) -> Iterable[Hit]:
    """What agreements entrust, against what assessments cover (PIPL art. 55)."""
    bare = (sensitive_in_use(scope.meeting) & {g.value for g in SENSITIVE_GROUPS}) - assessed_groups(scope.meeting)
    if bare:
        yield Hit(
            detail=_("委托他人处理{groups}，没有个人信息保护影响评估。").format(groups=group_words(list(bare))),
            subjects=(Subject("meeting", str(scope.meeting.pk), scope.meeting.name),),
            url=reverse("privacy:assessments", args=[scope.meeting.slug]),
            action=_("处理之前完成影响评估并登记，至少保存三年。"),
            root="pia",
        )


@check(
    "GEN-PRIV-02",
    module="privacy",
    severity="block",
    title=gettext_lazy("个人信息泄露事件没有按时报告"),
    owner_role="privacy_officer",
)
def breach_not_reported_in_time(scope: Scope) -> Iterable[Hit]:
    for row in Breach.objects.filter(meeting=scope.meeting, closed_at=None, found_at__lte=scope.at):
        deadline = deadline_of(row, scope.at)
        if deadline.is_late and row.authority_told_at is None and deadline.report_by:
            yield Hit(
                detail=_("泄露事件 XL-{number:03d} 应在 {by} 前报告主管部门，还没有报告的记录。").format(
                    number=row.number, by=f"{deadline.report_by:%Y-%m-%d %H:%M} UTC"
                ),
                subjects=(Subject("breach", str(row.pk), f"XL-{row.number:03d}"),),
                url=reverse("privacy:breach", args=[scope.meeting.slug, row.pk]),
                action=_("立即报告并登记时间。"),
                root=str(row.pk),
            )


@check(
    "GEN-PRIV-03",
    module="privacy",
    severity="warn",
    title=gettext_lazy("本人的请求到期没有答复"),
    owner_role="privacy_officer",
)
def requests_without_answer(scope: Scope) -> Iterable[Hit]:
    late = [row for row in open_requests(scope.meeting) if row.due_on < scope.today]
    if late:
        yield Hit(
            detail=_("{count} 项本人请求超过答复期限，最早的应在 {day} 前答复。").format(
                count=len(late), day=late[0].due_on.isoformat()
            ),
            subjects=tuple(Subject("subject_request", str(row.pk), str(row.get_kind_display())) for row in late),
            url=reverse("privacy:requests", args=[scope.meeting.slug]),
            action=_("逐项答复；不予办理的写明理由。"),
            root="requests",
        )


def _party(row: EntrustedProcessing) -> Subject:
    return Subject("entrusted_processing", str(row.pk), row.name)
