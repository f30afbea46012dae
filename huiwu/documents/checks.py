"""What documents find wrong by themselves (domain/failures.md OM-018, and the general layer)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.documents.choices import IN_FORCE, ChangeOrderStatus, Decision, VersionStatus
from huiwu.documents.kinds import KINDS, MEETING_FACTS
from huiwu.documents.models import Document, Version
from huiwu.documents.queries import facts_of, open_impacts
from huiwu.documents.rules import canonical_json
from huiwu.foundation.models import FactRecord
from huiwu.foundation.registry.checks import Hit, Scope, Subject, check


def _subject(document: Document) -> Subject:
    return Subject("document", str(document.pk), f"{document.title} {document.number}")


@check(
    "OM-018",
    module="documents",
    severity="block",
    title=gettext_lazy("已冻结单据内容变化而无变更单"),
    step="P26",
)
def frozen_content_changed(scope: Scope) -> Iterable[Hit]:
    """The draft of a frozen document differs from its frozen version, or a fact in its head does, and no order covers it."""
    versions = Version.objects.filter(document__meeting=scope.meeting, status=VersionStatus.FROZEN)
    covered = Q(change_orders__status__in=(ChangeOrderStatus.SIGNED, ChangeOrderStatus.APPLIED))
    free = Document.objects.filter(covered, meeting=scope.meeting).values("pk")
    facts = facts_of(scope.meeting)
    for version in versions.exclude(document__in=free).select_related("document"):
        document = version.document
        document.meeting = scope.meeting
        changed = _changed_facts(version, facts)
        if canonical_json(document.draft) != canonical_json(version.content):
            changed.append(_("草稿与冻结的第 {version} 版不同").format(version=version.number))
        if changed:
            yield Hit(
                detail=_("{title}已冻结，但{changes}，没有客户确认的变更单。").format(
                    title=document.title, changes="；".join(changed)
                ),
                subjects=(_subject(document),),
                url=reverse("documents:new_order", args=[scope.meeting.slug, document.pk]),
                action=_("开变更单请客户确认，或恢复原来的内容"),
                root=str(document.pk),
                owner_role=KINDS[document.kind].owner_role if document.kind in KINDS else "",
            )


@check(
    "GEN-DOC-1",
    module="general",
    severity="warn",
    title=gettext_lazy("送审的单据迟迟没有确认"),
    owner_role="account_manager",
)
def review_waits_too_long(scope: Scope) -> Iterable[Hit]:
    """A version has waited for its signer longer than the setting HUIWU_REVIEW_DAYS (default 3 days)."""
    limit = settings.HUIWU_REVIEW_DAYS
    since = scope.at - timedelta(days=limit)
    waiting = Version.objects.filter(
        document__meeting=scope.meeting, status=VersionStatus.REVIEW, proposed_at__lt=since
    ).defer("content", "header")
    for version in waiting.select_related("document"):
        version.document.meeting = scope.meeting
        yield Hit(
            detail=_("{title}第 {version} 版送审已 {days} 天没有确认，限 {limit} 天。").format(
                title=version.document.title,
                version=version.number,
                days=(scope.at - version.proposed_at).days,
                limit=limit,
            ),
            subjects=(_subject(version.document),),
            url=version.url,
            action=_("联系确认人，或重新发送确认链接"),
            root=str(version.pk),
        )


def _erased_openly(version: Version) -> bool:
    """Names were erased by the product itself, which leaves a fact with the hash of what is left."""
    if version.redacted_hash is None:
        return True
    told = FactRecord.objects.filter(kind="version_redacted", meeting_id=version.document.meeting_id)
    return told.filter(payload__version_id=str(version.pk), payload__version_hash=version.redacted_hash).exists()


@check(
    "GEN-DOC-2",
    module="general",
    severity="block",
    title=gettext_lazy("确认记录与单据内容的哈希不一致"),
)
def signoff_does_not_match(scope: Scope) -> Iterable[Hit]:
    """A confirmed version whose content no longer gives its hash, or whose sign-off carries another."""
    confirmed = Q(signoffs__decision=Decision.CONFIRMED) | Q(status__in=IN_FORCE)
    versions = Version.objects.filter(confirmed, document__meeting=scope.meeting).distinct()
    for version in versions.select_related("document").prefetch_related("signoffs"):
        signed = [s.version_hash for s in version.signoffs.all() if s.decision == Decision.CONFIRMED]
        if version.is_intact and signed == [version.content_hash] and _erased_openly(version):
            continue
        version.document.meeting = scope.meeting
        yield Hit(
            detail=_("{title}第 {version} 版：确认的哈希 {signed}，内容的哈希 {found}。").format(
                title=version.document.title,
                version=version.number,
                signed=signed[0][:12] if signed else _("（无确认记录）"),
                found=version.content_hash[:12] if version.is_intact else _("（内容已变）"),
            ),
            subjects=(_subject(version.document),),
            url=version.url,
            action=_("从备份恢复这一版，或重新送审并取得确认"),
            root=str(version.pk),
        )


@check(
    "GEN-DOC-3",
    module="general",
    severity="warn",
    title=gettext_lazy("送审的单据还有未答复的意见"),
)
def remarks_not_answered(scope: Scope) -> Iterable[Hit]:
    """Remarks on a document stay open while a version of it waits to be signed."""
    waiting = Version.objects.filter(document__meeting=scope.meeting, status=VersionStatus.REVIEW)
    counted = waiting.annotate(
        open_remarks=Count("document__remarks", filter=Q(document__remarks__resolved_at=None))
    ).filter(open_remarks__gt=0)
    for version in counted.select_related("document").defer("content", "header"):
        version.document.meeting = scope.meeting
        yield Hit(
            detail=_("{title}第 {version} 版正等待确认，还有 {count} 条意见没有答复。").format(
                title=version.document.title, version=version.number, count=version.open_remarks
            ),
            subjects=(_subject(version.document),),
            url=f"{version.url}#remarks",
            action=_("逐条答复，或按意见出新版本"),
            root=str(version.pk),
        )


@check(
    "GEN-DOC-4",
    module="general",
    severity="warn",
    title=gettext_lazy("受影响单据清单有未确认项"),
)
def impacts_not_confirmed(scope: Scope) -> Iterable[Hit]:
    """Lines nobody has confirmed; one about something confirmed or frozen blocks."""
    for item in open_impacts(scope.meeting):
        yield Hit(
            detail=_("{label}受影响：{cause}。还没有人核对。").format(
                label=item.label, cause=item.cause.replace("\n", "；")
            ),
            subjects=(Subject(item.impacted_kind, item.impacted_id, item.label),),
            url=reverse("documents:impacts", args=[scope.meeting.slug]) + f"#impact-{item.pk}",
            action=_("核对后写明：已同步修改、不受影响，或已出变更单"),
            root=str(item.pk),
            severity="block" if item.needs_change_order else None,
            owner_role=item.owner_role or "project_manager",
        )


def _changed_facts(version: Version, facts: dict[str, str]) -> list[str]:
    """Facts of the meeting in the frozen head that are no longer so; what the content itself says anew does not count."""
    held = version.header.get("meeting", {})
    said = canonical_json(version.content)
    names = [key.partition(".")[2] for key in MEETING_FACTS]
    return [
        _("“{before}”现为“{after}”").format(before=held[name] or _("（空）"), after=facts[name] or _("（空）"))
        for name in names
        if name in held and held[name] != facts[name] and f'"{facts[name]}"' not in said
    ]
