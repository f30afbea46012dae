"""Who may do what at the addresses of contracts."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from docx import Document

from huiwu.contracts import services
from huiwu.contracts.models import Contract, Inclusion
from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.files import keep_file
from huiwu.kernel import clock
from huiwu.procurement.choices import SelectionState
from huiwu.procurement.models import Quotation, Rfq, Selection
from huiwu.site_visits.models import Candidate
from huiwu.suppliers.models import Supplier
from huiwu.venues.services import add_venue
from tests.access.may import HEADS, LEADS, MEMBERS, OUR_HEADS, OURS, SIGNED_IN, May, act, both, page

WRITERS = LEADS | {"commercial_manager", "procurement", "venue_team"}
READERS = WRITERS | {"finance", "compliance_officer", "operations_head"}
REVIEWERS = LEADS | {"commercial_manager", "compliance_officer", "finance"}
SIGNERS = LEADS | {"commercial_manager"}
ACCEPTERS = WRITERS | {"finance", "av_team", "materials_team", "catering_team", "lodging_team"}
SIGNED = {"contract_id": "signed_contract_id"}
ROWS: dict[str, May] = {
    "contracts:everywhere": page(SIGNED_IN),
    "contracts:register": page(READERS),
    "contracts:register_file": page(READERS, at={"form": "register_form"}),
    "contracts:new": both(WRITERS),
    "contracts:due": page(READERS),
    "contracts:exposure": page(READERS),
    "contracts:from_selection": act(WRITERS, at={"selection_id": "contract_selection_id"}),
    "contracts:from_candidate": act(WRITERS, at={"candidate_id": "contract_candidate_id"}),
    "contracts:contract": page(READERS),
    "contracts:edit": both(WRITERS),
    "contracts:clauses": May(get=READERS, post=WRITERS, at={"section": "clause_section"}),
    "contracts:terms": May(get=READERS, post=WRITERS),
    "contracts:ladder": May(get=READERS, post=WRITERS),
    "contracts:guarantees": May(get=READERS, post=WRITERS),
    "contracts:spans": May(get=READERS, post=WRITERS),
    "contracts:inclusions": May(get=READERS, post=WRITERS),
    "contracts:lines": May(get=READERS, post=WRITERS),
    "contracts:preview": page(READERS),
    "contracts:file": page(READERS, at={"form": "contract_form"}),
    "contracts:from_template": page(READERS, at={"template_id": "contract_template_id"}),
    "contracts:scan": page(READERS, at=SIGNED),
    "contracts:verify": act(READERS, at=SIGNED),
    "contracts:attachment": page(READERS, at={**SIGNED, "file_id": "contract_file_id"}),
    "contracts:submit": act(WRITERS),
    "contracts:approve": act(REVIEWERS),
    "contracts:return": act(WRITERS),
    "contracts:sign": act(SIGNERS),
    "contracts:end": act(SIGNERS, at=SIGNED),
    "contracts:cancel": both(SIGNERS),
    "contracts:accept": act(ACCEPTERS, at=SIGNED),
    "contracts:confirmed": act(ACCEPTERS),
    "contracts:count": act(ACCEPTERS, at=SIGNED),
    "contracts:drop_promise": act(WRITERS),
    "contracts:amend": both(WRITERS, at=SIGNED),
    "contracts:sign_amendment": both(SIGNERS, at=SIGNED),
    "contracts:void_amendment": act(WRITERS, at=SIGNED),
    "api:list_contracts": page(READERS),
    "contracts:standards": May(get=MEMBERS, post=HEADS),
    "contracts:template_add": act(HEADS),
    "contracts:template_file": page(OURS, at={"template_id": "contract_template_id"}),
    "contracts:template_retire": act(OUR_HEADS, at={"template_id": "contract_template_id"}),
}


def fill(world: Any) -> None:
    """A draft, a signed contract with an amendment and a guarantee, and a Word template."""
    cast, ids = world.cast, world.ids
    paper = keep_file(BytesIO(b"%PDF-1.4 x"), name="签署件.pdf", meeting_id=cast.meeting.pk)
    values = {"party_name": "海川搭建", "amount_cents": 1_000_000}
    draft = services.draft_contract(actor=SYSTEM, meeting=cast.meeting, kind="supplier", values=values)
    held = services.draft_contract(actor=SYSTEM, meeting=cast.meeting, kind="supplier", values=values)
    guarantee = services.GuaranteeValues(kind="tables", count=10)
    services.set_guarantees(actor=SYSTEM, contract_id=held.pk, revision=held.revision, guarantees=[guarantee])
    Contract.objects.filter(pk=held.pk).update(
        status="signed", signed_on=clock.today(), scan=paper, scan_sha256=paper.sha256
    )
    Inclusion.objects.create(contract=held, text="免费投影")
    amendment = services.draft_amendment(
        actor=SYSTEM, contract_id=held.pk, values={"summary": "加搭签到台", "reason": "客户要求"}
    )
    services.record_acceptance(
        actor=SYSTEM, contract_id=held.pk, amount_cents=100, accepted_on=clock.today(), file=paper
    )
    venue = add_venue(actor=SYSTEM, org_id=cast.org.pk, name="江畔会堂", city="上海", kind="hotel")
    blank = BytesIO()
    document = Document()
    document.add_paragraph("{{ 合同编号 }}")
    document.save(blank)
    template = services.keep_template(
        actor=SYSTEM, org_id=cast.org.pk, kind="supplier", title="本单位文本", name="a.docx", content=blank.getvalue()
    )
    ids |= {
        "contract_id": draft.pk,
        "signed_contract_id": held.pk,
        "guarantee_id": held.guarantees.get().pk,
        "amendment_id": amendment.pk,
        "contract_file_id": paper.pk,
        "contract_template_id": template.pk,
        "contract_candidate_id": Candidate.objects.create(meeting=cast.meeting, venue=venue).pk,
        "contract_selection_id": _selection(cast).pk,
        "clause_section": "rules",
        "register_form": "xlsx",
        "contract_form": "word",
    }


def _selection(cast: Any) -> Selection:
    """A quotation that was chosen, as procurement leaves it."""
    bidder = Supplier.objects.create(org=cast.org, name="江畔印务", name_key="江畔印务", categories=["printing"])
    rfq = Rfq.objects.create(
        meeting=cast.meeting, category="printing", number="RFQ-C1", title="会议印刷", due_on=clock.today()
    )
    return Selection.objects.create(
        meeting=cast.meeting,
        rfq=rfq,
        quotation=Quotation.objects.create(rfq=rfq, supplier=bidder),
        state=SelectionState.APPROVED,
        reason="价格与方案最优",
        total_cents=100_000,
        comparison_hash="0" * 64,
    )
