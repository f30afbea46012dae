"""已收 → 已验 → 已报销, corrections, belonging, expectations, titles, checks."""

from __future__ import annotations

from datetime import date

import pytest

from huiwu.contracts.models import Contract, PaymentTerm
from huiwu.foundation.actors import SYSTEM
from huiwu.invoices import services
from huiwu.invoices.errors import (
    InvoiceChangedMeanwhile,
    InvoiceFaulty,
    InvoiceLocked,
    InvoiceRepeated,
    NoTermsToExpect,
    NotReversible,
    OtherNumber,
    TitleInUse,
)
from huiwu.invoices.models import Invoice
from huiwu.invoices.queries import counted_of, default_title, invoices_of, totals_of
from huiwu.kernel.errors import InvalidInput, NotAllowed, StaleEdit
from tests.invoices.conftest import another_meeting, codes, findings, keeper, take
from tests.invoices.samples import BUILDER, HOTEL, OURS, Entity, einvoice_xml, invoice_pdf, paper, red_of, unified_code


def verify(cast, invoice, note="", **more):
    known = {"invoice_id": invoice.pk, "revision": Invoice.objects.get(pk=invoice.pk).revision}
    return services.verify_invoice(actor=more.pop("actor", None) or keeper(cast), note=note, **known)


def test_an_invoice_goes_from_received_to_reimbursed(books):
    invoice = take(books).invoice
    verified = verify(books, invoice)
    assert (verified.state, verified.verified_by) == ("verified", keeper(books).user)
    done = services.reimburse_invoice(actor=keeper(books), invoice_id=invoice.pk, reference="记-018")
    assert (done.state, done.reimbursed_on, done.reimburse_reference) == ("reimbursed", date(2027, 2, 2), "记-018")


def test_a_step_that_was_done_is_refused_the_second_time(books):
    invoice = take(books).invoice
    verify(books, invoice)
    with pytest.raises(InvoiceChangedMeanwhile):
        verify(books, invoice)
    services.withdraw_verification(actor=keeper(books), invoice_id=invoice.pk)
    assert verify(books, invoice).state == "verified"
    with pytest.raises(InvoiceChangedMeanwhile):
        services.return_invoice(actor=keeper(books), invoice_id=invoice.pk, reason="不要了")


def test_what_blocks_cannot_be_verified_and_what_warns_needs_a_note(books):
    wrong = take(books, einvoice_xml(paper(2, buyer=Entity("云帆会展", OURS.tax_id)))).invoice
    with pytest.raises(InvoiceFaulty) as told:
        verify(books, wrong, note="没关系")
    assert "云帆会展" in str(told.value)
    warned = take(books, einvoice_xml(paper(3, capitals="很多钱"))).invoice
    with pytest.raises(InvalidInput):
        verify(books, warned)
    assert verify(books, warned, note="大写印刷不清，已查验").state == "verified"


def test_whoever_leads_verifies_only_where_no_finance_is_named(books):
    invoice = take(books).invoice
    with pytest.raises(NotAllowed):
        verify(books, invoice, actor=books.actor("lead"))


def test_a_returned_invoice_counts_nothing_and_its_number_stays_taken(books):
    invoice = take(books).invoice
    services.return_invoice(actor=keeper(books), invoice_id=invoice.pk, reason="税率错")
    assert totals_of(invoices_of(books.meeting)).received == 0
    assert take(books).how == "known"


def test_a_correction_stands_before_the_print_and_after_the_original(books):
    pdf = take(books, invoice_pdf(paper()), name="a.pdf").invoice
    values = {"number": paper().number, "seller_name": "上海临江大酒店"}
    services.correct_invoice(actor=keeper(books), invoice_id=pdf.pk, revision=pdf.revision, values=values)
    pdf.refresh_from_db()
    assert (pdf.seller_name, pdf.where["seller_name"]) == ("上海临江大酒店", "hand")
    take(books)
    pdf.refresh_from_db()
    assert (pdf.seller_name, pdf.where["seller_name"], "conflict" in codes(pdf)) == (HOTEL.name, "xml", True)


def test_a_stale_correction_changes_nothing(books):
    invoice = take(books).invoice
    with pytest.raises(StaleEdit):
        services.correct_invoice(actor=keeper(books), invoice_id=invoice.pk, revision=99, values={})


def test_a_correction_cannot_take_the_number_of_another(books):
    take(books)
    typed = services.take_typed(
        actor=keeper(books),
        org_id=books.org.pk,
        meeting=books.meeting,
        values={"number": "12345678", "code": "3100191130"},
    ).invoice
    with pytest.raises(InvoiceRepeated):
        services.correct_invoice(
            actor=keeper(books), invoice_id=typed.pk, revision=typed.revision, values={"number": paper().number}
        )
    typed.refresh_from_db()
    assert typed.number == "12345678"


def test_a_verified_invoice_is_locked(books):
    invoice = take(books).invoice
    verify(books, invoice)
    with pytest.raises(InvoiceLocked):
        services.correct_invoice(actor=keeper(books), invoice_id=invoice.pk, revision=2, values={"number": "1"})


def test_a_file_of_another_invoice_is_not_added(books):
    invoice = take(books).invoice
    with pytest.raises(OtherNumber):
        services.add_file_to(actor=keeper(books), invoice_id=invoice.pk, name="b.xml", content=einvoice_xml(paper(7)))
    added = services.add_file_to(actor=keeper(books), invoice_id=invoice.pk, name="a.pdf", content=invoice_pdf(paper()))
    assert (added.how, invoice.files.count()) == ("joined", 2)


def contract(cast, amounts=(400_000, 600_000), party=HOTEL, **more):
    values = {
        "kind": "venue", "direction": "payable", "number": "HT-1", "title": "场地合同", "party_name": party.name,
        "party_code": party.tax_id, "amount_cents": sum(amounts), "starts_on": cast.meeting.start_on,
        "ends_on": cast.meeting.end_on, "status": "signed", "signed_on": date(2027, 1, 4),
    }  # fmt: skip
    row = Contract.objects.create(meeting=cast.meeting, **(values | more))
    for order, cents in enumerate(amounts):
        PaymentTerm.objects.create(
            contract=row, order=order, label=f"第 {order + 1} 期", amount_cents=cents, trigger="date",
            due_on=date(2027, 2, 10 + order),
        )  # fmt: skip
    return row


def test_each_payment_of_a_contract_is_expected_once(books):
    row = contract(books)
    made = services.expect_from_contract(actor=keeper(books), contract_id=row.pk)
    assert [(i.expected_cents, i.expected_on, i.seller_name) for i in made] == [
        (400_000, date(2027, 2, 10), HOTEL.name),
        (600_000, date(2027, 2, 11), HOTEL.name),
    ]
    with pytest.raises(NoTermsToExpect):
        services.expect_from_contract(actor=keeper(books), contract_id=row.pk)


def test_what_arrives_takes_the_place_of_what_was_expected(books):
    row = contract(books, amounts=(1_272_000, 600_000))
    services.expect_from_contract(actor=keeper(books), contract_id=row.pk)
    arrival = take(books)
    assert (arrival.how, arrival.invoice.contract_id, arrival.invoice.term.label) == ("taken", row.pk, "第 1 期")
    assert Invoice.objects.filter(state="expected").count() == 1
    assert (counted_of(row), counted_of(row, verified_only=True)) == (1_272_000, 0)
    verify(books, arrival.invoice)
    assert counted_of(row, verified_only=True) == 1_272_000


def test_a_contract_that_does_not_tell_the_tax_id_is_met_by_the_partys_name(books):
    row = contract(books, amounts=(1_272_000, 600_000), party=Entity(HOTEL.name, ""))
    services.expect_from_contract(actor=keeper(books), contract_id=row.pk)
    invoice = take(books).invoice
    assert (invoice.contract_id, invoice.seller_tax_id) == (row.pk, HOTEL.tax_id)


def test_a_receivable_contract_expects_invoices_of_ours(books):
    row = contract(books, kind="client", direction="receivable", party=Entity("启明科技", unified_code(50)))
    made = services.expect_from_contract(actor=keeper(books), contract_id=row.pk)
    assert {(i.direction, i.buyer_name) for i in made} == {("out", "启明科技")}


def test_an_invoice_goes_to_another_meeting_with_its_originals(books):
    invoice = take(books).invoice
    elsewhere = another_meeting(books)
    moved = services.assign_invoice(
        actor=keeper(books), invoice_id=invoice.pk, revision=invoice.revision, meeting=elsewhere
    )
    assert moved.meeting == elsewhere
    assert set(invoice.files.values_list("stored__meeting_id", flat=True)) == {elsewhere.pk}


def test_a_contract_of_another_meeting_does_not_fit(books):
    invoice = take(books, meeting=another_meeting(books)).invoice
    with pytest.raises(InvalidInput):
        services.assign_invoice(
            actor=keeper(books), invoice_id=invoice.pk, revision=1, meeting=invoice.meeting, contract=contract(books)
        )


def test_linked_to_a_contract_signed_long_after_it_is_asked_about(books):
    invoice = take(books).invoice
    row = contract(books, signed_on=date(2027, 3, 10))
    services.assign_invoice(actor=keeper(books), invoice_id=invoice.pk, revision=1, meeting=books.meeting, contract=row)
    invoice.refresh_from_db()
    assert codes(invoice) == ["date_before_contract"]


def test_a_red_invoice_reverses_only_what_fits(books):
    blue = take(books).invoice
    red = take(books, einvoice_xml(red_of(paper(5), 6)), name="r.xml").invoice
    with pytest.raises(NotReversible):
        services.reverse_invoice(actor=keeper(books), red_id=blue.pk, blue_id=red.pk)
    services.reverse_invoice(actor=keeper(books), red_id=red.pk, blue_id=blue.pk)
    assert set(Invoice.objects.values_list("state", "counted_cents")) == {("reversed", 0)}


def test_titles_are_judged_anew_when_they_change(books):
    invoice = take(books, einvoice_xml(paper(2, buyer=BUILDER))).invoice
    assert codes(invoice) == ["other_company"]
    services.save_title(actor=SYSTEM, org_id=books.org.pk, values={"name": BUILDER.name, "tax_id": BUILDER.tax_id})
    invoice.refresh_from_db()
    assert (codes(invoice), invoice.entity.name) == ([], BUILDER.name)
    services.retire_title(actor=SYSTEM, org_id=books.org.pk, title_id=invoice.entity_id)
    invoice.refresh_from_db()
    assert codes(invoice) == ["other_company"]


def test_one_title_is_the_default_and_none_has_a_wrong_or_taken_tax_id(books):
    first = default_title(books.org.pk)
    values = {"name": BUILDER.name, "tax_id": BUILDER.tax_id}
    second = services.save_title(actor=SYSTEM, org_id=books.org.pk, values=values, is_default=True)
    assert default_title(books.org.pk) == second
    with pytest.raises(TitleInUse):
        services.save_title(actor=SYSTEM, org_id=books.org.pk, values=values)
    with pytest.raises(InvalidInput):
        services.save_title(actor=SYSTEM, org_id=books.org.pk, values=values | {"tax_id": BUILDER.tax_id[:-1] + "0"})
    with pytest.raises(StaleEdit):
        services.save_title(actor=SYSTEM, org_id=books.org.pk, values=values, title_id=second.pk, revision=9)
    services.retire_title(actor=SYSTEM, org_id=books.org.pk, title_id=second.pk)
    assert default_title(books.org.pk) == first


@pytest.mark.parametrize(
    ("buyer", "seller"),
    [
        (Entity("云帆会展", OURS.tax_id), HOTEL),
        (Entity(OURS.name, HOTEL.tax_id), HOTEL),
        (HOTEL, OURS),
        (BUILDER, HOTEL),
    ],
    ids=["title", "tax id", "swapped", "other company"],
)
def test_om_108_finds_an_invoice_that_is_not_ours_until_it_is_returned(books, buyer, seller):
    invoice = take(books, einvoice_xml(paper(2, buyer=buyer, seller=seller))).invoice
    found = findings(books.meeting, "OM-108")
    assert [(f.severity, f.owner_role, invoice.number in f.detail) for f in found] == [("block", "finance", True)]
    services.return_invoice(actor=keeper(books), invoice_id=invoice.pk, reason="抬头错")
    assert findings(books.meeting, "OM-108") == []


def test_om_108_and_om_109_find_nothing_on_sound_invoices(books):
    take(books)
    take(books, einvoice_xml(paper(2)), name="b.xml")
    assert (findings(books.meeting, "OM-108"), findings(books.meeting, "OM-109")) == ([], [])


def test_om_109_finds_a_number_typed_once_with_and_once_without_its_code(books):
    for code in ("3100191130", ""):
        values = {"number": "12345678", "code": code, "gross_cents": 100}
        services.take_typed(actor=keeper(books), org_id=books.org.pk, meeting=books.meeting, values=values)
    assert [len(found.subjects) for found in findings(books.meeting, "OM-109")] == [2]
