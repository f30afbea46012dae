"""The library: adding, changing, finding, refusing doubles."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection

from huiwu.foundation.models import FactRecord
from huiwu.kernel.errors import InvalidInput, NotAllowed, StaleEdit
from huiwu.suppliers import queries, services
from huiwu.suppliers.errors import SupplierElsewhere, SupplierKnown
from huiwu.suppliers.models import Supplier
from huiwu.suppliers.queries import SupplierFilter
from huiwu.suppliers.services import SupplierContactValues
from tests.cast import assemble
from tests.suppliers.conftest import NAME, add, code, paper, reachable

pytestmark = pytest.mark.django_db


def test_a_supplier_is_kept_with_its_keys_and_told(cast):
    row = add(cast, short_name="明筑", categories=["av", "build", "build"])
    assert (row.name_key, row.categories, row.category_key, row.status) == (
        NAME,
        ["build", "av"],
        "|build|av|",
        "active",
    )
    assert list(FactRecord.objects.values_list("kind", flat=True)) == ["supplier_added"]


@pytest.mark.parametrize(
    ("values", "field", "word"),
    [
        ({"name": " "}, "name", "全称"),
        ({"unified_code": "9131"}, "unified_code", "18"),
        ({"unified_code": "91310106MA1FL000I" + "1"}, "unified_code", "I"),
        ({"unified_code": code(1)[:-1] + ("A" if code(1)[-1] != "A" else "B")}, "unified_code", "校验码"),
        ({"categories": []}, "categories", "品类"),
        ({"categories": ["nothing"]}, "categories", "nothing"),
        ({"taxpayer": "x"}, "taxpayer", "x"),
        ({"short_name": "长" * 61}, "short_name", "60"),
    ],
)
def test_what_is_wrong_is_refused_at_its_field(cast, values, field, word):
    with pytest.raises(InvalidInput) as refused:
        add(cast, **values)
    assert list(refused.value.fields) == [field]
    assert word in refused.value.fields[field][0]
    assert Supplier.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "nth", "why"), [("另一家", 1, "统一社会信用代码"), ("上海明筑 会展服务有限公司", 2, "名称")]
)
def test_the_same_company_is_not_kept_twice(cast, name, nth, why):
    first = add(cast)
    with pytest.raises(SupplierKnown) as refused:
        add(cast, name, nth)
    assert (refused.value.params["why"], refused.value.params["supplier_id"]) == (why, first.pk)


def test_alike_shows_same_code_same_name_and_near_ones(cast):
    add(cast)
    found = queries.alike(cast.org.pk, name="明筑会展", unified_code="")
    assert [(row.name, why) for row, why in found] == [(NAME, "near")]
    assert [why for _row, why in queries.alike(cast.org.pk, name="别家", unified_code=code(1))] == ["code"]
    assert queries.alike(cast.other_org.pk, name=NAME, unified_code=code(1)) == []


def test_those_who_neither_buy_nor_lead_may_not_write(cast):
    with pytest.raises(NotAllowed):
        services.add_supplier(actor=cast.actor("planner"), org=cast.org, values={"name": NAME, "categories": ["av"]})


def test_a_stranger_sees_nothing_of_it(cast):
    row = add(cast)
    with pytest.raises(SupplierElsewhere):
        queries.supplier_for(cast.actor("stranger"), row.pk)
    assert list(queries.suppliers_of(cast.actor("stranger"))) == []


@pytest.mark.parametrize("text", ["明筑", "mingzhu", "shmz", "舞台", code(1)[-6:], "９１３１"])
def test_it_is_found_by_name_pinyin_initials_category_and_code(cast, today, text):
    add(cast)
    add(cast, "成都锦印文化传播有限公司", 77, categories=["printing"], unified_code="")
    found = queries.found_suppliers(cast.actor("lead"), SupplierFilter(text=text), today)
    assert [row.name for row in found] == [NAME]


def test_filters_are_category_status_and_papers_that_lapse(cast, today):
    late, fine = add(cast), add(cast, "成都锦印文化传播有限公司", 2, categories=["printing"])
    paper(cast, late, "liability_insurance", today + timedelta(days=30))
    paper(cast, fine, "liability_insurance", today + timedelta(days=90))

    def names(**asked):
        return [row.pk for row in queries.found_suppliers(cast.actor("lead"), SupplierFilter(**asked), today)]

    assert names(lapsing=True) == names(category="build") == [late.pk]
    assert names(category="printing", status="active") == [fine.pk]
    assert names(status="stopped") == []


def test_a_change_over_a_stale_revision_is_told(cast):
    row = add(cast)
    lead = cast.actor("lead")
    services.change_supplier(actor=lead, supplier_id=row.pk, revision=1, values={"city": "上海"})
    with pytest.raises(StaleEdit) as stale:
        services.change_supplier(actor=lead, supplier_id=row.pk, revision=1, values={"city": "杭州"})
    assert (stale.value.theirs.city, stale.value.theirs.revision) == ("上海", 2)


def test_saving_nothing_new_is_no_change(cast):
    row = add(cast)
    services.change_supplier(actor=cast.actor("lead"), supplier_id=row.pk, revision=1, values={"name": NAME})
    row.refresh_from_db()
    assert (row.revision, FactRecord.objects.filter(kind="supplier_changed").count()) == (1, 0)


def test_watching_and_stopping_need_a_reason(cast):
    row = add(cast)
    with pytest.raises(InvalidInput):
        services.set_supplier_status(
            actor=cast.actor("lead"), supplier_id=row.pk, revision=1, status="stopped", reason=" "
        )
    row = services.set_supplier_status(
        actor=cast.actor("lead"), supplier_id=row.pk, revision=1, status="stopped", reason="擅自换料"
    )
    assert (row.status, row.status_reason) == ("stopped", "擅自换料")


def test_an_on_site_contact_has_a_telephone(cast):
    row = add(cast)
    with pytest.raises(InvalidInput) as refused:
        services.set_supplier_contacts(
            actor=cast.actor("lead"),
            supplier_id=row.pk,
            revision=1,
            contacts=[SupplierContactValues(name="石磊", is_on_site=True, email="x")],
        )
    assert len(refused.value.fields["contacts-0"]) == 2
    assert row.contacts.count() == 0


def test_contacts_keep_their_rows_and_order(cast):
    row = reachable(cast, add(cast))
    first, second = row.contacts.all()
    services.set_supplier_contacts(
        actor=cast.actor("lead"),
        supplier_id=row.pk,
        revision=row.revision,
        contacts=[SupplierContactValues(id=second.pk, name="石磊", phone="1"), SupplierContactValues(name="新人")],
    )
    assert [(c.pk == second.pk, c.name) for c in row.contacts.all()] == [(True, "石磊"), (False, "新人")]
    assert not row.contacts.filter(pk=first.pk).exists()


def test_without_the_constraint_two_rows_could_have_one_name(cast):
    add(cast)
    with pytest.raises(IntegrityError):
        Supplier.objects.create(org=cast.org, name=NAME, name_key=NAME)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_add_the_same_company_at_once_one_is_told():
    cast = assemble()
    gate, answers = threading.Barrier(2), []

    def run():
        try:
            gate.wait()
            add(cast)
            answers.append("kept")
        except SupplierKnown:
            answers.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert (sorted(answers), Supplier.objects.count()) == (["kept", "told"], 1)
