"""Who may open and do what with invoices; records that fill the addresses."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from huiwu.contracts.models import Contract, PaymentTerm
from huiwu.foundation.actors import SYSTEM
from huiwu.invoices import services
from huiwu.invoices.errors import InvoiceRepeated
from huiwu.invoices.models import RepeatedArrival
from huiwu.invoices.services.importing import Upload
from huiwu.meetings.models import Meeting
from tests.access.may import LEADS, MEMBERS, May, act, both, page
from tests.invoices.samples import OURS, einvoice_xml, paper

SEERS = LEADS | {
    "finance", "commercial_manager", "procurement", "compliance_officer", "planner", "operations_head", "department_head",
}  # fmt: skip
TAKERS = LEADS | {"finance", "commercial_manager", "procurement"}
KEEPERS = frozenset({"owner", "admin", "finance"})
"""The leads verify only where no finance is named."""
BOOKS = frozenset({"owner", "admin", "stranger"})
"""The few that are asked; finance keeps the books as well. A stranger opens their own organisation's."""
OUR_BOOKS = frozenset({"owner", "admin"})

OF = {"invoice_id": "invoice_id"}
LOOSE = {"invoice_id": "loose_invoice_id", "invoice_file_id": "loose_invoice_file_id", "import_id": "loose_import_id"}
LOOSE |= {"repeat_id": "loose_repeat_id"}

MEETING: dict[str, May] = {
    "register": page(SEERS),
    "workbook": page(SEERS),
    "sheet": page(SEERS),
    "add": both(TAKERS),
    "code": act(TAKERS),
    "picture": act(TAKERS),
    "new": both(TAKERS),
    "import": page(SEERS),
    "import_stop": act(TAKERS),
    "import_report": page(SEERS),
    "clear_repeat": act(KEEPERS, send={"note": "核对过"}),
    "invoice": page(SEERS),
    "edit": both(TAKERS),
    "assign": both(TAKERS),
    "verify": act(KEEPERS),
    "withdraw": act(KEEPERS),
    "reimburse": act(KEEPERS),
    "return": act(KEEPERS),
    "reverse": act(KEEPERS),
    "drop": act(TAKERS),
    "add_file": act(TAKERS),
    "file": page(SEERS),
}


def _over_all(name: str) -> frozenset[str]:
    """Every member reads the register over all meetings, which shows what they may see; the books are for those who keep them."""
    if name in ("register", "workbook", "sheet"):
        return MEMBERS
    return BOOKS if name in ("add", "new") else OUR_BOOKS


ROWS: dict[str, May] = {f"invoices:{name}": may for name, may in MEETING.items()}
ROWS |= {
    f"invoices:all_{name}": May(
        get=_over_all(name) if may.get is not None else None,
        post=(BOOKS if name in ("add", "code", "picture", "new") else OUR_BOOKS) if may.post is not None else None,
        at=LOOSE,
        send=may.send,
    )
    for name, may in MEETING.items()
}  # fmt: skip
ROWS |= {
    "api:list_invoices": page(SEERS),
    "api:bring_invoice": act(TAKERS),
    "invoices:expect": both(TAKERS),
    "invoices:expect_contract": act(TAKERS, at={"contract_id": "invoice_contract_id"}),
    "invoices:titles": page(MEMBERS),
    "invoices:title_new": both(BOOKS),
    "invoices:title": both(OUR_BOOKS, at={"title_id": "legal_entity_id"}),
    "invoices:title_retire": act(OUR_BOOKS, at={"title_id": "legal_entity_id"}),
}


def fill(world: Any) -> None:
    """Our title; an invoice with its file in the meeting and one in none; an import and a repetition of each."""
    cast, ids = world.cast, world.ids
    lead = cast.actor("lead")
    title = services.save_title(
        actor=SYSTEM, org_id=cast.org.pk, values={"name": OURS.name, "tax_id": OURS.tax_id}, is_default=True
    )
    ids["legal_entity_id"] = title.pk
    owner = cast.actor("owner")
    other = _other_meeting(cast)
    for prefix, meeting, actor, serial in (("", cast.meeting, lead, 1), ("loose_", None, owner, 2)):
        where = {"actor": actor, "org_id": cast.org.pk, "meeting": meeting}
        invoice = services.take_file(**where, name="甲.xml", content=einvoice_xml(paper(serial))).invoice
        batch = services.ask_for_import(**where, uploads=[Upload("乙.xml", BytesIO(einvoice_xml(paper(9))))])
        elsewhere = einvoice_xml(paper(serial + 10))
        services.take_file(actor=owner, org_id=cast.org.pk, meeting=other, name="丙.xml", content=elsewhere)
        try:
            services.take_file(**where, name="丙.xml", content=elsewhere)
        except InvoiceRepeated:
            ids[f"{prefix}repeat_id"] = RepeatedArrival.objects.get(meeting=meeting).pk
        ids[f"{prefix}invoice_id"] = invoice.pk
        ids[f"{prefix}invoice_file_id"] = invoice.files.get().pk
        ids[f"{prefix}import_id"] = batch.pk
    contract = Contract.objects.create(
        meeting=cast.meeting, kind="supplier", direction="payable", number="HT-票", title="搭建", party_name="明筑",
        amount_cents=100, starts_on=cast.meeting.start_on, ends_on=cast.meeting.end_on, status="signed",
        signed_on=cast.meeting.start_on,
    )  # fmt: skip
    PaymentTerm.objects.create(contract=contract, label="全款", amount_cents=100)
    ids["invoice_contract_id"] = contract.pk


def _other_meeting(cast: Any) -> Meeting:
    old = cast.meeting
    return Meeting.objects.create(
        org=cast.org, client=cast.client, number="2027-009", slug="ling-wai", name="另外一场", meeting_type="other",
        status="active", size_tier="S", expected_headcount=20, start_on=old.start_on, end_on=old.end_on,
    )  # fmt: skip
