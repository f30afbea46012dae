"""Verbs of contracts, split by what they are about."""

from huiwu.contracts.services.amendments import draft_amendment, sign_amendment, void_amendment
from huiwu.contracts.services.drafts import change_contract, draft_contract, save_clauses
from huiwu.contracts.services.performance import count_guarantee, record_acceptance, record_confirmed_count
from huiwu.contracts.services.review import approve_contract, return_contract, submit_contract
from huiwu.contracts.services.rows import (
    drop_promise,
    set_guarantees,
    set_inclusions,
    set_ladder,
    set_lines,
    set_spans,
    set_terms,
)
from huiwu.contracts.services.signing import cancel_contract, end_contract, sign_contract
from huiwu.contracts.services.sourcing import draft_from_candidate, draft_from_selection
from huiwu.contracts.services.standards import set_contract_standards
from huiwu.contracts.services.templates import keep_template, retire_template
from huiwu.contracts.services.values import GuaranteeValues, InclusionValues, LineValues, SpanValues, TermValues

__all__ = [
    "GuaranteeValues",
    "InclusionValues",
    "LineValues",
    "SpanValues",
    "TermValues",
    "approve_contract",
    "cancel_contract",
    "change_contract",
    "count_guarantee",
    "draft_amendment",
    "draft_contract",
    "draft_from_candidate",
    "draft_from_selection",
    "drop_promise",
    "end_contract",
    "keep_template",
    "record_acceptance",
    "record_confirmed_count",
    "retire_template",
    "return_contract",
    "save_clauses",
    "set_contract_standards",
    "set_guarantees",
    "set_inclusions",
    "set_ladder",
    "set_lines",
    "set_spans",
    "set_terms",
    "sign_amendment",
    "sign_contract",
    "submit_contract",
    "void_amendment",
]
