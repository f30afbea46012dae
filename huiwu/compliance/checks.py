"""OM-019 to OM-027 (domain/failures.md, 合规). A parameter that is 待核 never blocks by itself: it warns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import cast

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.compliance.choices import PermitKind, ReleaseKind, Topic
from huiwu.compliance.models import Release
from huiwu.compliance.queries.checklist import Checklist, checklist_of, documents_sent
from huiwu.compliance.queries.facts import Facts
from huiwu.compliance.queries.ground import Ground
from huiwu.compliance.queries.items import FOREIGN_KEYS, is_with_foreigners, sensitive_words, top_prize
from huiwu.compliance.queries.spending import (
    attended,
    banned_spending,
    cap_for,
    cap_pack,
    excess_sentence,
    limits_passed,
)
from huiwu.compliance.rules.events import mass_event
from huiwu.compliance.rules.packs import Pack
from huiwu.compliance.rules.spending import days_text
from huiwu.documents.kinds import KINDS
from huiwu.documents.models import Version
from huiwu.foundation.registry.checks import Hit, Scope, Severity, Subject, check
from huiwu.foundation.registry.statements import Requirement, requires
from huiwu.foundation.registry.went_public import Outgoing, outgoing, went_public
from huiwu.kernel.money import yuan
from huiwu.meetings.models import Meeting

OFFICER = "compliance_officer"


@check(
    "OM-019",
    module="compliance",
    severity="block",
    title=gettext_lazy("千人以上公众活动没有许可申请记录"),
    step="P04",
    owner_role=OFFICER,
    from_days_before=45,
)
def public_mass_event_without_an_application(scope: Scope) -> Iterable[Hit]:
    """Watched from T-45; T-20 is the last day on which the application may still be handed in."""
    facts, pack = _facts(scope), _pack(scope, Topic.MASS_EVENT)
    if pack is None:
        return
    event = mass_event(pack, publicness=facts.publicness, people=facts.people, start_on=facts.start_on)
    if event is None or _ground(scope).applied(PermitKind.MASS_EVENT):
        return
    left = (event.apply_by - scope.today).days
    when = (
        _("法定最晚 {last} 递交，还有 {days} 天").format(last=event.apply_by.isoformat(), days=left)
        if left >= 0
        else _("法定最晚 {last} 递交，已过 {days} 天，不能再按期办理").format(
            last=event.apply_by.isoformat(), days=-left
        )
    )
    yield Hit(
        detail=_(
            "面向公众，预计 {people} 人（许可线 {threshold} 人），没有大型群众性活动许可的申请记录；{when}。"
        ).format(people=event.people, threshold=event.threshold, when=when),
        subjects=(_meeting(scope),),
        url=_url(scope, "permit_new") + "?kind=mass_event",
        action=_("递交申请并登记申请日期；不适用的，核实当地规定、写明依据后由授权人放行。")
        if left >= 0
        else _("改为非公开或缩小规模、改期，或与公安机关确认后由授权人放行。"),
        root="mass_event",
        severity=_grade(pack, "people", "apply_days_before"),
    )


@check(
    "OM-020",
    module="compliance",
    severity="block",
    title=gettext_lazy("会名含敏感词而没有登记或批准附件"),
    step="P04",
    owner_role=OFFICER,
)
def name_with_words_that_need_an_approval(scope: Scope) -> Iterable[Hit]:
    """Watched from the start, since the name goes out with the first announcement. 不适用 with a reason settles it."""
    facts, pack, found = _facts(scope), _pack(scope, Topic.FORUM), sensitive_words(_facts(scope))
    if pack is None or not found or _ground(scope).proven(PermitKind.FORUM) or _is_name_settled(scope):
        return
    yield Hit(
        detail=_("会名“{name}”含“{words}”，没有登记或批准文件。").format(name=facts.name, words=_("、").join(found)),
        subjects=(_meeting(scope),),
        url=_url(scope, "checklist") + "#item-name_words",
        action=_("附上登记或批准文件，或改会名。"),
        root="name_words",
        severity=_grade(pack, "words"),
    )


def _is_name_settled(scope: Scope) -> bool:
    item = next((i for i in _checklist(scope).items if i.spec.key == "name_words"), None)
    if item is None or item.row is None or not item.is_settled:
        return False
    return item.state == "not_applicable" or item.row.attachment_id is not None


@check(
    "OM-021",
    module="compliance",
    severity="block",
    title=gettext_lazy("合规预审未通过而已对外报价或发布"),
    step="P04",
    owner_role="project_manager",
    from_days_before=55,
)
def gone_public_before_clearance(scope: Scope) -> Iterable[Hit]:
    sent = outgoing(scope.meeting)
    if not sent or _checklist(scope).is_cleared:
        return
    listed = _("；").join(f"{row.label}（{row.at.astimezone(scope.meeting.zone):%Y-%m-%d}）" for row in sent[:6])
    yield Hit(
        detail=_("《合规检查单》没有放行，已对外的有 {count} 项：{listed}。").format(count=len(sent), listed=listed),
        subjects=tuple(Subject(row.what, row.id, row.label) for row in sent),
        url=_url(scope, "checklist"),
        action=_("先停止对外发布，完成合规检查单并由法务合规放行；已发出的视情况收回或更正。"),
        root="went_public",
    )


@check(
    "OM-022",
    module="compliance",
    severity="block",
    title=gettext_lazy("公共机构会议列有禁止开支的项目"),
    step="P04",
    owner_role="finance",
    from_days_before=50,
)
def banned_goods_of_a_public_body(scope: Scope) -> Iterable[Hit]:
    pack = _pack(scope, Topic.PUBLIC_SPENDING)
    if pack is None:
        return
    for hit in banned_spending(scope.meeting, _facts(scope)):
        yield Hit(
            detail=_("{where}“{text}”属于公共机构会议禁止开支的{goods}（{basis}）。").format(
                where=hit.where, text=hit.text, goods=hit.goods_word, basis=pack.basis
            ),
            subjects=(Subject(hit.subject, hit.id, hit.where),),
            url=hit.url,
            action=_("删去或改为允许的做法，例如自助餐、工作餐、电子屏。"),
            owner_role=hit.owner_role,
            root=f"{hit.id}:{hit.goods}",
            severity=_grade(pack, "banned"),
        )


@check(
    "OM-023",
    module="compliance",
    severity="block",
    title=gettext_lazy("公共机构会议超出综合定额"),
    step="P04",
    owner_role="finance",
    from_days_before=50,
)
def spending_above_the_cap(scope: Scope) -> Iterable[Hit]:
    """Σ(住宿+伙食+其他) > 定额 × (代表+工作人员) × 天数, to the cent; after the meeting with those who came."""
    facts, pack = _facts(scope), cap_pack(_facts(scope))
    came = attended(scope.meeting) if scope.days_after_end > 0 else None
    cap = cap_for(scope.meeting, facts, attended=came)
    if pack is None or cap is None or not cap.is_exceeded:
        return
    basis = _("实到") if came is not None else _("预计")
    yield Hit(
        detail=_(
            "住宿、伙食、其他合计 {planned} 元，上限 {rate} 元/人天 × {people} 人（{basis}）× {days} 天 = {limit} 元，超出 {over} 元。"
        ).format(
            planned=yuan(cap.planned_cents),
            rate=yuan(cap.rate_cents),
            people=cap.people,
            basis=basis,
            days=days_text(cap.half_days),
            limit=yuan(cap.limit_cents),
            over=yuan(cap.over_cents),
        ),
        subjects=(_meeting(scope),),
        url=_url(scope, "spending"),
        action=_("压减开支，或核实会议类别、人数与天数。"),
        root="cap",
        severity=_grade(pack, f"class_{facts.spending_class}"),
    )


@check(
    "OM-024",
    module="compliance",
    severity="block",
    title=gettext_lazy("公共机构会议超人数、工作人员占比或会期"),
    step="P04",
    owner_role=OFFICER,
    from_days_before=50,
)
def limits_of_the_class_passed(scope: Scope) -> Iterable[Hit]:
    pack = _pack(scope, Topic.PUBLIC_SPENDING)
    if pack is None:
        return
    for excess in limits_passed(_facts(scope)):
        is_pending = pack.is_pending(excess.path)
        yield Hit(
            detail=_("{what}（{basis}）{pending}。").format(
                what=excess_sentence(excess), basis=pack.basis, pending=_("；该上限待核") if is_pending else ""
            ),
            subjects=(_meeting(scope),),
            url=_url(scope, "facts"),
            action=_("压减规模或会期，或核实会议类别。"),
            root=excess.kind,
            severity=_grade(pack, excess.path),
        )


@check(
    "OM-025",
    module="compliance",
    severity="block",
    title=gettext_lazy("公共机构会议不在定点场所或内部场所"),
    step="P04",
    owner_role="venue_team",
    from_days_before=50,
)
def venue_that_is_not_designated(scope: Scope) -> Iterable[Hit]:
    """A venue named but not said to be designated or the body's own counts as neither; no venue at all is not judged."""
    facts, pack = _facts(scope), _pack(scope, Topic.PUBLIC_SPENDING)
    is_fit = facts.venue_kind in ("designated", "own") or facts.venue_exception
    if pack is None or not facts.public_body_mode or is_fit or not (facts.venue_kind or facts.venue_name):
        return
    yield Hit(
        detail=_("场地“{venue}”没有注明是定点会议场所或单位内部会议室，也没有例外说明。").format(
            venue=facts.venue_name or _("未定")
        ),
        subjects=(_meeting(scope),),
        url=_url(scope, "facts"),
        action=_("核实场所性质并登记；确需例外的，写明理由。"),
        root="venue",
        severity=_grade(pack, "venue"),
    )


@check(
    "OM-026",
    module="compliance",
    severity="warn",
    title=gettext_lazy("有境外参会人而涉外事项没有核办"),
    step="P04",
    owner_role=OFFICER,
    from_days_before=45,
)
def foreign_matters_not_looked_at(scope: Scope) -> Iterable[Hit]:
    """外事审批、邀请信、签证: those of the three that nobody has judged on today's facts."""
    facts = _facts(scope)
    if not is_with_foreigners(facts):
        return
    items = [i for i in _checklist(scope).items if i.spec.key in FOREIGN_KEYS and i.state in ("open", "reopened")]
    if items:
        yield Hit(
            detail=_("境外参会 {people} 人，尚未核办：{items}。").format(
                people=facts.overseas or _("若干"), items=_("、").join(item.spec.title for item in items)
            ),
            subjects=tuple(Subject("compliance_item", i.spec.key, i.spec.title) for i in items),
            url=_url(scope, "checklist") + f"#item-{items[0].spec.key}",
            action=_("逐项核办并记下判断。"),
            root="foreign",
        )


@check(
    "OM-027",
    module="compliance",
    severity="block",
    title=gettext_lazy("面向消费者的抽奖超过最高奖上限"),
    step="P04",
    owner_role=OFFICER,
    from_days_before=30,
)
def prize_above_the_limit(scope: Scope) -> Iterable[Hit]:
    pack, top = _pack(scope, Topic.LUCKY_DRAW), top_prize(_ground(scope))
    limit = pack.at("top_prize_cents") if pack else None
    if pack is None or top is None or limit is None or top.value_cents <= limit:
        return
    yield Hit(
        detail=_("面向消费者的抽奖，奖品“{name}”每份 {value} 元，超过上限 {limit} 元（{basis}）。").format(
            name=top.name, value=yuan(top.value_cents), limit=yuan(limit), basis=pack.basis
        ),
        subjects=(Subject("prize", str(top.pk), top.name),),
        url=_url(scope, "prizes"),
        action=_("降低最高奖的金额，或改为不面向消费者的内部活动。"),
        root="top_prize",
        severity=_grade(pack, "top_prize_cents"),
    )


@requires
def class_of_a_public_bodys_meeting(meeting: Meeting) -> Iterator[Requirement]:
    """Without 会议类别 neither cap nor limits can be judged."""
    if meeting.public_body_mode:
        profile = getattr(meeting, "compliance_profile", None)
        yield Requirement(
            label=_("公共机构会议的会议类别"),
            due_on=meeting.start_on - timedelta(days=50),
            is_filled=profile is not None and bool(profile.spending_class),
            url=reverse("compliance:facts", args=[meeting.slug]),
            step="P04",
            owner_role=OFFICER,
        )


@went_public
def documents_sent_to_the_client(meeting: Meeting) -> Iterator[Outgoing]:
    """Links to versions other than the brief's: a plan or a quotation that went to the client."""
    rows = documents_sent(meeting)
    versions = Version.objects.filter(pk__in=[row.id for row in rows]).select_related("document__meeting")
    urls = {str(v.pk): KINDS[v.document.kind].url(v.document) if v.document.kind in KINDS else "" for v in versions}
    for row in rows:
        yield Outgoing(row.what, row.id, row.label, row.at, urls.get(row.id, ""))


@went_public
def releases_noted_by_hand(meeting: Meeting) -> Iterator[Outgoing]:
    for row in Release.objects.filter(meeting=meeting):
        kind = str(ReleaseKind(row.kind).label)
        url = reverse("compliance:releases", args=[meeting.slug])
        yield Outgoing(row.kind, str(row.pk), f"{kind}“{row.title}”", row.went_out_at, url)


def _ground(scope: Scope) -> Ground:
    found: Ground = scope.once("compliance.ground", lambda: Ground.of(scope.meeting))
    return found


def _facts(scope: Scope) -> Facts:
    return _ground(scope).facts


def _pack(scope: Scope, topic: str) -> Pack | None:
    return _facts(scope).packs.get(topic)


def _checklist(scope: Scope) -> Checklist:
    found: Checklist = scope.once("compliance.checklist", lambda: checklist_of(scope.meeting, _ground(scope)))
    return found


def _meeting(scope: Scope) -> Subject:
    return Subject("meeting", str(scope.meeting.pk), scope.meeting.name)


def _url(scope: Scope, name: str) -> str:
    return reverse(f"compliance:{name}", args=[scope.meeting.slug])


def _grade(pack: Pack, *paths: str) -> Severity:
    return cast(Severity, pack.grade(*paths))
