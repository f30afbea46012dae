"""What the records of personal information are called in the history."""

from __future__ import annotations

from typing import Any

from huiwu.foundation.registry.names import names, words
from huiwu.foundation.registry.personal import FieldGroup, label_of
from huiwu.privacy.choices import Audience, PurposeCode, RequestKind
from huiwu.privacy.models import (
    Breach,
    CrossBorderTransfer,
    EntrustedProcessing,
    Erasure,
    ExportRecord,
    ImpactAssessment,
)

names("consents_given.purposes", "consent_withdrawn.purpose", "purposes_changed.purpose")(words(PurposeCode))
names("retention_rule_set.field_group", "field_groups")(words(FieldGroup))
names("personal_list_exported.audience")(words(Audience))
names("subject_request_kind")(words(RequestKind))


@names("personal_field")
def personal_fields(codes: set[str]) -> dict[str, Any]:
    return {code: label_of(code) for code in codes}


@names("export_record")
def exports(ids: set[str]) -> dict[str, Any]:
    rows = ExportRecord.objects.filter(pk__in=ids).values_list("pk", "title", "recipient")
    return {str(pk): f"{title} → {recipient}" if recipient else title for pk, title, recipient in rows}


@names("entrusted_processing")
def parties(ids: set[str]) -> dict[str, Any]:
    return {str(pk): name for pk, name in EntrustedProcessing.objects.filter(pk__in=ids).values_list("pk", "name")}


@names("impact_assessment")
def assessments(ids: set[str]) -> dict[str, Any]:
    return {str(pk): title for pk, title in ImpactAssessment.objects.filter(pk__in=ids).values_list("pk", "title")}


@names("cross_border_transfer")
def transfers(ids: set[str]) -> dict[str, Any]:
    rows = CrossBorderTransfer.objects.filter(pk__in=ids).values_list("pk", "recipient")
    return {str(pk): recipient for pk, recipient in rows}


@names("breach")
def breaches(ids: set[str]) -> dict[str, Any]:
    return {str(pk): f"XL-{n:03d}" for pk, n in Breach.objects.filter(pk__in=ids).values_list("pk", "number")}


@names("erasure")
def erasures(ids: set[str]) -> dict[str, Any]:
    return {str(pk): f"SC-{n:03d}" for pk, n in Erasure.objects.filter(pk__in=ids).values_list("pk", "number")}
