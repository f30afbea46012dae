from __future__ import annotations

import pytest

from huiwu.documents.errors import (
    AlreadyFrozen,
    ChangeOrderClosed,
    ChangeOrderOpen,
    ChangeOrderUnsigned,
    ClientMustSign,
    DraftAhead,
    FrozenNeedsChangeOrder,
    NotFrozen,
    ReviewPending,
    VersionUnsigned,
)
from huiwu.documents.models import ChangeOrder, ImpactItem, Version
from huiwu.documents.queries import signed_version
from huiwu.documents.services import (
    apply_change_order,
    freeze_document,
    invite_to_sign,
    open_change_order,
    open_document,
    propose_version,
    return_version,
    revise_change_order,
    save_draft,
    sign_change_order,
    sign_version,
    withdraw_change_order,
)
from huiwu.foundation.models import FactRecord
from huiwu.kernel.errors import InvalidInput, NotAllowed, StaleEdit
from tests.documents.conftest import of_link
from tests.documents.plain import filled_in

TERMS = {
    "summary": "会议名称改为“启明大会”",
    "reason": "集团更名",
    "requested_by": "赵明远",
    "requested_party": "client",
    "cost_cents": 320_000,
    "settlement_basis": "按重印数量据实结算，客户承担",
    "time_effect": "背景板重做，晚一天",
}


def signed(cast, version):
    link, _token = invite_to_sign(actor=cast.actor("lead"), version_id=version.pk, person="赵明远")
    actor = of_link(link)
    sign_version(actor=actor, version_id=version.pk, seen_hash=version.content_hash, person_name="赵明远")
    version.refresh_from_db()
    return version


@pytest.fixture
def frozen(cast, document, version):
    signed(cast, version)
    return freeze_document(actor=cast.actor("lead"), document_id=document.pk)


def ordered(cast, frozen, **more):
    return open_change_order(actor=cast.actor("account"), document_id=frozen.pk, **(TERMS | more))


def client_signs(cast, order):
    version = order.sheet.versions.get(status="review")
    link, _token = invite_to_sign(actor=cast.actor("lead"), version_id=version.pk, person="赵明远")
    return sign_change_order(
        actor=of_link(link), change_order_id=order.pk, seen_hash=version.content_hash, person_name="赵明远"
    )


def test_a_frozen_document_is_not_edited(cast, frozen):
    assert signed_version(frozen).status == "frozen"
    with pytest.raises(FrozenNeedsChangeOrder):
        save_draft(actor=cast.actor("lead"), document_id=frozen.pk, revision=1, content=filled_in("改"))
    with pytest.raises(FrozenNeedsChangeOrder):
        propose_version(actor=cast.actor("lead"), document_id=frozen.pk, revision=1)
    with pytest.raises(AlreadyFrozen):
        freeze_document(actor=cast.actor("lead"), document_id=frozen.pk)


def test_only_what_is_confirmed_and_settled_is_frozen(cast, document, version):
    freeze = {"actor": cast.actor("lead"), "document_id": document.pk}
    with pytest.raises(ReviewPending):
        freeze_document(**freeze)
    with pytest.raises(NotAllowed):
        freeze_document(actor=cast.actor("planner"), document_id=document.pk)
    signed(cast, version)
    save_draft(actor=cast.actor("lead"), document_id=document.pk, revision=1, content=filled_in("改"))
    with pytest.raises(DraftAhead):
        freeze_document(**freeze)


def test_a_document_without_a_signed_version_is_not_frozen(cast, document):
    with pytest.raises(VersionUnsigned):
        freeze_document(actor=cast.actor("lead"), document_id=document.pk)


def test_a_change_order_carries_its_terms_and_waits_for_the_client(cast, frozen):
    order = ordered(cast, frozen, changed_keys=("name", "headcount"))
    sheet = order.sheet.versions.get()
    assert (order.status, sheet.number, order.sheet.number) == ("review", 1, "2027-001-CO-01")
    assert {name: sheet.content[name] for name in TERMS} == TERMS
    assert sheet.content["document"]["version_hash"] == signed_version(frozen).content_hash
    assert [row["label"] for row in sheet.content["changed_fields"]] == ["会议名称", "人数"]
    with pytest.raises(ChangeOrderUnsigned):
        apply_change_order(actor=cast.actor("lead"), change_order_id=order.pk)


def test_staff_cannot_sign_a_change_order(cast, frozen):
    order = ordered(cast, frozen)
    version = order.sheet.versions.get()
    with pytest.raises(ClientMustSign):
        sign_change_order(
            actor=cast.actor("owner"), change_order_id=order.pk, seen_hash=version.content_hash, person_name="顾远"
        )


def test_a_signed_order_opens_the_document_until_its_next_version_is_signed(cast, frozen, version):
    order = ordered(cast, frozen)
    client_signs(cast, order)
    lead = cast.actor("lead")
    assert apply_change_order(actor=lead, change_order_id=order.pk).status == "applied"
    assert apply_change_order(actor=lead, change_order_id=order.pk).status == "applied"
    saved = save_draft(actor=lead, document_id=frozen.pk, revision=1, content=filled_in("启明大会"))
    second = signed(cast, propose_version(actor=lead, document_id=frozen.pk, revision=saved.revision))
    order.refresh_from_db()
    assert (order.status, order.done_version, second.status) == ("done", second, "frozen")
    assert Version.objects.get(pk=version.pk).status == "void"
    with pytest.raises(FrozenNeedsChangeOrder):
        save_draft(actor=lead, document_id=frozen.pk, revision=saved.revision, content=filled_in("再改"))
    with pytest.raises(ChangeOrderClosed):
        apply_change_order(actor=lead, change_order_id=order.pk)
    kinds = FactRecord.objects.filter(kind__startswith="change_order").order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["change_order_opened", "change_order_signed", "change_order_applied"]


def test_one_order_at_a_time_holds_a_document_open(cast, frozen):
    first, second = ordered(cast, frozen), ordered(cast, frozen, summary="另一处")
    for order in (first, second):
        client_signs(cast, order)
    apply_change_order(actor=cast.actor("lead"), change_order_id=first.pk)
    with pytest.raises(ChangeOrderOpen) as refusal:
        apply_change_order(actor=cast.actor("lead"), change_order_id=second.pk)
    assert refusal.value.params == {"number": "2027-001-CO-01"}


def test_an_order_sent_back_is_revised_into_its_next_version(cast, frozen):
    order = ordered(cast, frozen)
    version = order.sheet.versions.get()
    link, _token = invite_to_sign(actor=cast.actor("lead"), version_id=version.pk, person="赵明远")
    return_version(
        actor=of_link(link),
        version_id=version.pk,
        seen_hash=version.content_hash,
        person_name="赵明远",
        remarks="太贵",
        field_remarks={"cost_cents": "不超过 2000 元"},
    )
    order.refresh_from_db()
    assert order.status == "returned"
    revised = revise_change_order(
        actor=cast.actor("account"), change_order_id=order.pk, revision=order.sheet.revision, cost_cents=200_000
    )
    assert (revised.status, revised.cost_cents, order.sheet.versions.count()) == ("review", 200_000, 2)
    with pytest.raises(StaleEdit):
        revise_change_order(actor=cast.actor("account"), change_order_id=order.pk, revision=1, cost_cents=1)
    revised.refresh_from_db()
    assert revised.cost_cents == 200_000


def test_a_withdrawn_order_opens_nothing(cast, frozen):
    order = ordered(cast, frozen)
    client_signs(cast, order)
    assert withdraw_change_order(actor=cast.actor("account"), change_order_id=order.pk).status == "withdrawn"
    with pytest.raises(ChangeOrderClosed):
        apply_change_order(actor=cast.actor("lead"), change_order_id=order.pk)


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"summary": " "}, "summary"),
        ({"reason": ""}, "reason"),
        ({"requested_party": "nobody"}, "requested_party"),
        ({"settlement_basis": ""}, "settlement_basis"),
        ({"cost_cents": 10**15}, "cost_cents"),
    ],
)
def test_an_order_without_its_terms_is_refused_at_the_field(cast, frozen, terms, field):
    with pytest.raises(InvalidInput) as refusal:
        ordered(cast, frozen, **terms)
    assert list(refusal.value.fields) == [field]
    assert (ChangeOrder.objects.count(), ImpactItem.objects.count()) == (0, 0)


def test_a_document_that_is_not_frozen_needs_no_order(cast, document):
    with pytest.raises(NotFrozen):
        ordered(cast, document)


def test_an_order_lists_what_rests_on_the_fields_it_changes(cast, frozen):
    inner = open_document(
        actor=cast.actor("lead"), meeting=cast.meeting, kind="inner", title="内部单", content=filled_in()
    )
    propose_version(actor=cast.actor("lead"), document_id=inner.pk, revision=1)
    order = ordered(cast, frozen, changed_keys=("name",))
    assert list(order.impact_items.values_list("label", "state", "needs_change_order")) == [
        ("内部单第 1 版", "review", False)
    ]
    assert order.sheet.versions.get().content["impacts"] == [
        {"label": "内部单第 1 版", "state": "review", "needs_change_order": False}
    ]
