"""Nouns of contracts: lists and figures others build on."""

from huiwu.contracts.queries.contracts import (
    contract_for,
    contracts_of,
    main_contract,
    signed_contracts,
)
from huiwu.contracts.queries.money import (
    DueTerm,
    accepted_cents,
    amended_cents,
    cancellation_cost,
    due_terms,
    ladder_of,
    term_due_on,
    total_cents,
)

__all__ = [
    "DueTerm",
    "accepted_cents",
    "amended_cents",
    "cancellation_cost",
    "contract_for",
    "contracts_of",
    "due_terms",
    "ladder_of",
    "main_contract",
    "signed_contracts",
    "term_due_on",
    "total_cents",
]
