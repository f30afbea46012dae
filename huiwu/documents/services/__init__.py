"""Verbs of documents, split by what they are about."""

from huiwu.documents.services.change_orders import (
    apply_change_order,
    open_change_order,
    revise_change_order,
    sign_change_order,
    withdraw_change_order,
)
from huiwu.documents.services.drafts import open_document, save_draft
from huiwu.documents.services.freezing import freeze_document
from huiwu.documents.services.impacts import confirm_impact, list_impacts
from huiwu.documents.services.redacting import redact_documents
from huiwu.documents.services.remarks import add_remark, resolve_remark
from huiwu.documents.services.sections import save_section
from huiwu.documents.services.signing import (
    invite_to_sign,
    record_paper_signoff,
    return_version,
    revoke_invitation,
    sign_version,
)
from huiwu.documents.services.versions import acknowledge_version, propose_version, withdraw_version

__all__ = [
    "acknowledge_version",
    "add_remark",
    "apply_change_order",
    "confirm_impact",
    "freeze_document",
    "invite_to_sign",
    "list_impacts",
    "open_change_order",
    "open_document",
    "propose_version",
    "record_paper_signoff",
    "redact_documents",
    "resolve_remark",
    "return_version",
    "revise_change_order",
    "revoke_invitation",
    "save_draft",
    "save_section",
    "sign_change_order",
    "sign_version",
    "withdraw_change_order",
    "withdraw_version",
]
