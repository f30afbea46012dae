"""《邀请与报名方案》 as a kind of document: the client confirms text, fields, categories, limits and deadline (SOP P16)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiwu.documents.blocks import (
    Block,
    Bullets,
    Column,
    Heading,
    KeyValues,
    Paragraph,
    Party,
    Sheet,
    SignatureBlock,
    Table,
)
from huiwu.documents.kinds import MEETING_FACTS, DocumentKind, FieldDifference, Missing, Signing, register
from huiwu.documents.queries import confirmation
from huiwu.foundation.registry.impact import Change
from huiwu.kernel.money import yuan
from huiwu.privacy.choices import PurposeCode
from huiwu.registration.choices import FIELD_TYPES, FORM, Mode, QuotaKind, Verification
from huiwu.registration.errors import FAULT_SENTENCES
from huiwu.registration.events import RegistrationFormConfirmed
from huiwu.registration.models import RegistrationForm
from huiwu.registration.queries.plan import with_plan
from huiwu.registration.rules.schema import FieldSpec, FormSchema, faults_of, schema_of

TEXTS = {
    "title": gettext_lazy("标题"),
    "title_en": gettext_lazy("英文标题"),
    "intro": gettext_lazy("说明"),
    "intro_en": gettext_lazy("英文说明"),
    "channels": gettext_lazy("报名渠道"),
    "review": gettext_lazy("审核"),
}
PARTS = {
    "sections": gettext_lazy("报名字段"),
    "categories": gettext_lazy("报名类别"),
    "consents": gettext_lazy("同意项"),
    "plan": gettext_lazy("名额与时间"),
}
TYPE_WORDS = dict(FIELD_TYPES)


def sheet(meeting: Any, content: dict[str, Any], version: Any) -> Sheet:
    """The plan as a sheet; without a version, the draft with limits and times as they are now."""
    if version is None:
        content = with_plan(meeting, content)
    schema = schema_of(content)
    client = meeting.client.name if meeting.client else ""
    head = KeyValues(((_("客户"), client), (_("编制单位"), meeting.org.name), (_("立项号"), meeting.number)))
    return Sheet(
        title=_("邀请与报名方案"),
        subtitle=schema.title or meeting.name,
        blocks=(
            head,
            *_running(content),
            *_people(schema),
            *_fields(schema),
            *_consents(schema),
            _signatures(meeting, version),
        ),
        doc_no=version.header.get("document", "") if version else "",
        version=str(version.number) if version else "",
        dated_on=version.proposed_at.astimezone(meeting.zone).date() if version else None,
        meeting_name=meeting.name,
        status_word=_("草稿") if version is None else "",
    )


def _running(content: Mapping[str, Any]) -> Iterator[Block]:
    plan = content.get("plan") or {}
    yield Heading(1, _("报名方式"))
    if content.get("intro"):
        yield Paragraph(str(content["intro"]))
    hours = plan.get("offer_hours")
    waits = _("有名额时自动通知，{hours} 小时内答复").format(hours=hours) if hours else _("有名额时自动确认")
    notice = plan.get("notice")
    yield KeyValues(
        (
            (_("报名渠道"), str(content.get("channels") or _("未填"))),
            (_("开放时间"), plan.get("opens_at") or _("客户确认后立即开放")),
            (_("截止时间"), plan.get("closes_at") or _("未填")),
            (_("身份验证"), str(Verification(plan.get("verification", "none")).label)),
            (_("审核"), str(content.get("review") or _("未填"))),
            (_("候补"), waits),
            (_("团体报名"), _("接受") if plan.get("allows_groups") else _("不接受")),
            (_("隐私告知版本"), f"V{notice}" if notice else _("未公布")),
        )
    )
    rows = tuple(
        (
            str(QuotaKind(row["kind"]).label),
            row["label"],
            _("不限") if row["limit"] is None else str(row["limit"]),
            _("开候补") if row["waits"] else _("满员即止"),
        )
        for row in plan.get("quotas") or ()
    )
    if rows:
        yield Table((Column(_("名额")), Column(_("对象"), 2), Column(_("人数")), Column(_("满员后"))), rows)


def _people(schema: FormSchema) -> Iterator[Block]:
    yield Heading(1, _("报名类别"))
    rows = tuple(
        (
            c.name,
            c.name_en,
            str(Mode(c.mode).label) if c.mode in Mode.values else c.mode,
            f"¥{yuan(c.fee_cents)}" if c.fee_cents else _("免费"),
        )
        for c in schema.categories
    )
    yield Table((Column(_("类别"), 2), Column(_("英文名"), 2), Column(_("报名方式")), Column(_("费用"))), rows)


def _fields(schema: FormSchema) -> Iterator[Block]:
    yield Heading(1, _("报名字段"))
    columns = (
        Column(_("字段"), 2),
        Column(_("类型")),
        Column(_("必填")),
        Column(_("选项与条件"), 3),
        Column(_("用途（敏感信息）"), 2),
    )
    for section in schema.sections:
        rows = tuple(
            (
                f.label,
                str(TYPE_WORDS.get(f.type, f.type)),
                _("必填") if f.required else "",
                _details(schema, f),
                f.purpose,
            )
            for f in section.fields
        )
        yield Table(columns, rows, caption=section.title)


def _details(schema: FormSchema, field: FieldSpec) -> str:
    parts = [_("、").join(o.label + (f"（{o.limit}）" if o.limit is not None else "") for o in field.options)]
    if field.show_if is not None:
        asked = schema.by_key.get(field.show_if.field)
        names = {o.value: o.label for o in asked.options} | {"yes": _("是"), "no": _("否")} if asked else {}
        values = _("、").join(names.get(value, value) for value in field.show_if.values)
        parts.append(
            _("仅当“{field}”为“{values}”").format(field=asked.label if asked else field.show_if.field, values=values)
        )
    if field.categories:
        names = {code: spec.name for code, spec in schema.category_by_code.items()}
        parts.append(_("仅限：{names}").format(names=_("、").join(names.get(code, code) for code in field.categories)))
    return "\n".join(part for part in parts if part)


def _consents(schema: FormSchema) -> Iterator[Block]:
    yield Heading(1, _("同意项（分开勾选）"))
    yield Bullets(
        tuple(str(PurposeCode(code).label) if code in PurposeCode.values else code for code in schema.consents)
    )


def _signatures(meeting: Any, version: Any) -> Block:
    signoff = confirmation(version) if version else None
    client = meeting.client.name if meeting.client else ""
    theirs = Party(_("客户确认"), client)
    if signoff is not None:
        signed_at = signoff.signed_at.astimezone(meeting.zone)
        theirs = Party(_("客户确认"), client, signoff.person_name, signed_at, signoff.version_hash)
    prepared = version.header.get("prepared_by", "") if version else ""
    return SignatureBlock((theirs, Party(_("编制"), meeting.org.name, prepared)))


def missing(content: dict[str, Any], _meeting: Any) -> list[Missing]:
    """What forbids a version: what is wrong with the form itself (sensitive fields without purpose or consent too)."""
    return [
        Missing(
            fault.key, fault.label or str(TEXTS.get(fault.key, PARTS.get(fault.key, fault.key))), sentence_of(fault)
        )
        for fault in faults_of(schema_of(content))
    ]


def sentence_of(fault: Any) -> str:
    return str(FAULT_SENTENCES[fault.code]).format(other=fault.other, label=fault.label)


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[FieldDifference]:
    """Texts that differ, and each field, category, consent or limit that came, went or changed."""
    found = [
        FieldDifference(key, str(label), str(before.get(key) or ""), str(after.get(key) or ""))
        for key, label in TEXTS.items()
        if (before.get(key) or "") != (after.get(key) or "")
    ]
    for key, label in PARTS.items():
        old, new = _lines(key, before), _lines(key, after)
        if old != new:
            gone, come = [row for row in old if row not in new], [row for row in new if row not in old]
            found.append(FieldDifference(key, str(label), "\n".join(gone or old), "\n".join(come or new), str(label)))
    return found


def _lines(key: str, content: Mapping[str, Any]) -> list[str]:
    """A part of the content, one line for each of its members."""
    schema = schema_of(content)
    if key == "sections":
        return [
            " · ".join(
                part
                for part in (
                    f.label,
                    f.label_en,
                    str(TYPE_WORDS.get(f.type, f.type)),
                    _("必填") if f.required else "",
                    _details(schema, f).replace("\n", "；"),
                    f.purpose,
                )
                if part
            )
            for f in schema.fields
        ]
    if key == "categories":
        return [f"{c.name} · {c.mode} · {c.fee_cents}" for c in schema.categories]
    if key == "consents":
        return [str(PurposeCode(c).label) if c in PurposeCode.values else c for c in schema.consents]
    plan = content.get("plan") or {}
    quotas = [
        f"{row['label']}：{_('不限') if row['limit'] is None else row['limit']}" for row in plan.get("quotas") or ()
    ]
    return [f"{plan.get('opens_at', '')} — {plan.get('closes_at', '')}", *quotas] if plan else []


def changes(before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    rows = differences(before, after)
    return [Change(f"{FORM}.{row.key}", row.label, row.before_text, row.after_text) for row in rows]


def signed(signing: Signing) -> RegistrationFormConfirmed:
    return RegistrationFormConfirmed(
        meeting_id=signing.meeting.pk,
        form_id=RegistrationForm.objects.values_list("pk", flat=True).get(document=signing.document),
        version_id=signing.version.pk,
        number=signing.version.number,
    )


def field_list(_content: dict[str, Any]) -> Iterable[tuple[str, Any, Any]]:
    yield from ((key, label, label) for key, label in {**TEXTS, **PARTS}.items())


def editor_url(meeting: Any) -> str:
    return reverse("registration:builder", kwargs={"slug": meeting.slug})


register(
    DocumentKind(
        code=FORM,
        title=gettext_lazy("邀请与报名方案"),
        prefix="RG",
        signer="client",
        view="registration.view",
        edit="registration.edit",
        sign_off="registration.invite",
        sheet=sheet,
        url=lambda document: editor_url(document.meeting),
        differences=differences,
        missing=missing,
        changes=changes,
        signed=signed,
        fields=field_list,
        rests_on=(*MEETING_FACTS, "function."),
        owner_role="data_admin",
    )
)
