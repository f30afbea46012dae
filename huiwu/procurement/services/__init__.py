"""Verbs of procurement, split by what they are about."""

from huiwu.procurement.services.normalising import (
    assume_missing,
    clear_addition,
    explain_low,
    state_addition,
    state_basis,
)
from huiwu.procurement.services.policy import save_line_template, save_policy
from huiwu.procurement.services.promising import record_promise, remove_promise
from huiwu.procurement.services.quoting import (
    decline_to_quote,
    enter_quotation,
    save_quotation_draft,
    submit_quotation,
    withdraw_quotation,
)
from huiwu.procurement.services.requesting import (
    cancel_rfq,
    change_rfq,
    extend_rfq,
    invite_supplier,
    open_rfq,
    set_rfq_lines,
)
from huiwu.procurement.services.scoring import score_quotation
from huiwu.procurement.services.selecting import (
    approve_selection,
    notify_bidder,
    refuse_selection,
    revoke_selection,
    select_quotation,
    tell_client,
)

__all__ = [
    "approve_selection",
    "assume_missing",
    "cancel_rfq",
    "change_rfq",
    "clear_addition",
    "decline_to_quote",
    "enter_quotation",
    "explain_low",
    "extend_rfq",
    "invite_supplier",
    "notify_bidder",
    "open_rfq",
    "record_promise",
    "refuse_selection",
    "remove_promise",
    "revoke_selection",
    "save_line_template",
    "save_policy",
    "save_quotation_draft",
    "score_quotation",
    "select_quotation",
    "set_rfq_lines",
    "state_addition",
    "state_basis",
    "submit_quotation",
    "tell_client",
    "withdraw_quotation",
]
