"""The same invoice twice at the same instant; two people at one invoice."""

from __future__ import annotations

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from huiwu.invoices import services
from huiwu.invoices.errors import InvoiceChangedMeanwhile, InvoiceRepeated
from huiwu.invoices.models import Invoice, InvoiceFile, RepeatedArrival
from huiwu.kernel import clock
from tests.cast import assemble
from tests.invoices.conftest import NOW, another_meeting, keeper, take
from tests.invoices.samples import OURS, einvoice_xml, invoice_pdf, paper


def at_once(*works):
    """Each in its own thread, begun together; what each was told, sorted."""
    gate, answers = threading.Barrier(len(works)), []

    def run(work):
        try:
            with clock.at(NOW):
                gate.wait()
                answers.append(work())
        except (InvoiceRepeated, InvoiceChangedMeanwhile) as told:
            answers.append(told.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


@pytest.mark.django_db(transaction=True)
def test_of_the_same_invoice_in_two_meetings_at_once_one_is_registered_and_the_other_is_told():
    cast = assemble()
    elsewhere = another_meeting(cast)
    keeper(cast)
    answers = at_once(lambda: take(cast).how, lambda: take(cast, meeting=elsewhere).how)
    assert answers == ["invoice_repeated", "taken"]
    assert (Invoice.objects.count(), InvoiceFile.objects.count(), RepeatedArrival.objects.count()) == (1, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_xml_and_pdf_of_one_invoice_at_once_become_one_with_two_files():
    cast = assemble()
    keeper(cast)
    files = (("a.xml", einvoice_xml(paper())), ("a.pdf", invoice_pdf(paper())))
    answers = at_once(
        *(lambda name=name, content=content: take(cast, content, name=name).how for name, content in files)
    )
    assert answers == ["joined", "taken"]
    invoice = Invoice.objects.get()
    assert sorted(invoice.files.values_list("kind", flat=True)) == ["pdf", "xml"]
    assert invoice.where["gross_cents"] == "xml"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_verify_at_once_one_does_and_the_other_is_told():
    cast = assemble()
    services.save_title(
        actor=cast.actor("owner"), org_id=cast.org.pk, values={"name": OURS.name, "tax_id": OURS.tax_id}
    )
    invoice = take(cast).invoice

    def verify(actor):
        return services.verify_invoice(actor=actor, invoice_id=invoice.pk, revision=invoice.revision).state

    assert at_once(lambda: verify(keeper(cast)), lambda: verify(cast.actor("owner"))) == ["invoice_changed", "verified"]


def test_without_the_constraint_both_would_have_been_registered(books):
    """Both looked before either wrote: only the unique number stands between them."""
    mine = {"org": books.org, "number": paper().number, "state": "received"}
    looked = [Invoice.objects.filter(org=books.org, code="", number=paper().number).exists() for _ in range(2)]
    Invoice.objects.create(**mine)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invoice.objects.create(**mine)
    assert looked == [False, False]
