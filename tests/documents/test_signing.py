from __future__ import annotations

import io
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from huiwu.accounts.errors import LinkUnusable
from huiwu.accounts.models import ScopedLink, User
from huiwu.accounts.services import open_link
from huiwu.documents.choices import VersionStatus
from huiwu.documents.errors import ClientMustSign, ScanMissing, VersionSuperseded, VersionTampered
from huiwu.documents.models import Remark, Signoff, Version
from huiwu.documents.queries import confirmation, signed_version
from huiwu.documents.services import (
    invite_to_sign,
    open_document,
    propose_version,
    record_paper_signoff,
    return_version,
    revoke_invitation,
    save_draft,
    sign_version,
    withdraw_version,
)
from huiwu.documents.services.signing import SIGN
from huiwu.foundation.actors import Actor
from huiwu.foundation.files import keep_file
from huiwu.foundation.models import FactRecord
from huiwu.kernel import clock
from huiwu.kernel.errors import InvalidInput, NotAllowed, NotFound
from huiwu.meetings.models import TeamMember
from tests.documents.conftest import of_link
from tests.documents.plain import filled_in


def sign(actor, version, **how):
    how = {"seen_hash": version.content_hash, "person_name": "赵明远"} | how
    return sign_version(actor=actor, version_id=version.pk, **how)


def newer(cast, document, name="更名后的大会"):
    document.refresh_from_db()
    saved = save_draft(
        actor=cast.actor("lead"), document_id=document.pk, revision=document.revision, content=filled_in(name)
    )
    return propose_version(actor=cast.actor("lead"), document_id=document.pk, revision=saved.revision)


def scan(cast):
    return keep_file(io.BytesIO(b"%PDF-1.7 signed"), name="确认.pdf", meeting_id=cast.meeting.pk)


def test_the_client_signs_exactly_the_version_of_the_link(client_actor, version):
    signoff = sign(client_actor, version, person_title="副总裁")
    version.refresh_from_db()
    assert version.status == VersionStatus.CONFIRMED
    assert (signoff.person_name, signoff.person_title, signoff.method, signoff.address, signoff.version_hash) == (
        "赵明远",
        "副总裁",
        "link",
        "203.0.113.9",
        version.content_hash,
    )
    assert (signoff.by_client, signoff.link_id) == (True, client_actor.link.pk)
    fact = FactRecord.objects.get(kind="document_signed")
    assert fact.payload == {
        "document_id": str(version.document_id),
        "doc_kind": "plain",
        "version_id": str(version.pk),
        "number": 1,
        "version_hash": version.content_hash,
        "method": "link",
        "signoff_id": str(signoff.pk),
    }


def test_signing_twice_returns_the_first_signoff(client_actor, version):
    first = sign(client_actor, version)
    assert sign(client_actor, version, person_name="另一个人") == first
    assert Signoff.objects.count() == 1


def test_a_hash_that_was_not_shown_signs_nothing(client_actor, version):
    with pytest.raises(VersionSuperseded):
        sign(client_actor, version, seen_hash="0" * 64)
    assert Signoff.objects.count() == 0


def test_a_version_that_was_replaced_cannot_be_signed(cast, client_actor, version, document):
    second = newer(cast, document)
    with pytest.raises(VersionSuperseded) as refusal:
        sign(client_actor, version)
    assert refusal.value.params == {"version": 1, "why": "已有第 2 版"}
    assert (Version.objects.get(pk=version.pk).void_reason, second.status) == ("superseded", "review")


def test_a_withdrawn_version_cannot_be_signed(cast, client_actor, version):
    withdraw_version(actor=cast.actor("lead"), version_id=version.pk)
    with pytest.raises(VersionSuperseded) as refusal:
        sign(client_actor, version)
    assert refusal.value.params["why"] == "它已被撤回"


def test_staff_cannot_sign_for_the_client_whatever_their_role(cast, version):
    for who in ("lead", "account", "owner"):
        with pytest.raises(ClientMustSign):
            sign(cast.actor(who), version)
    with pytest.raises(NotFound):
        sign(cast.actor("stranger"), version)
    assert Signoff.objects.count() == 0


def test_a_log_in_of_the_clients_signs_and_a_colleague_given_the_clients_role_does_not(cast, version):
    guest = User.objects.create_user("zhao@example.test", "赵明远")
    for user in (guest, cast.colleague):
        TeamMember.objects.create(meeting=cast.meeting, user=user, role="client")
    with pytest.raises((ClientMustSign, NotFound)):
        sign(cast.actor("colleague"), version)
    assert sign(Actor.of_user(guest), version).by_user == guest


def test_a_link_of_another_version_purpose_or_meeting_signs_nothing(cast, client_actor, version, document):
    second = newer(cast, document)
    with pytest.raises(LinkUnusable):
        sign(client_actor, second)
    link = client_actor.link
    for column, value in (("purpose", "intake.fill"), ("meeting_id", uuid4()), ("subject_id", None)):
        spoiled = ScopedLink.objects.get(pk=link.pk)
        setattr(spoiled, column, value)
        with pytest.raises(LinkUnusable):
            sign(of_link(spoiled), version)
    assert Signoff.objects.count() == 0


def test_an_expired_or_revoked_link_does_not_open(cast, version):
    _link, token = invite_to_sign(
        actor=cast.actor("lead"), version_id=version.pk, person="赵明远", lasts=timedelta(days=2)
    )
    with clock.at(clock.now() + timedelta(days=3)), pytest.raises(LinkUnusable):
        open_link(token=token, purpose=SIGN)
    again, token = invite_to_sign(actor=cast.actor("lead"), version_id=version.pk, person="赵明远")
    revoke_invitation(actor=cast.actor("account"), link_id=again.pk)
    revoke_invitation(actor=cast.actor("account"), link_id=again.pk)
    with pytest.raises(LinkUnusable):
        open_link(token=token, purpose=SIGN)
    assert FactRecord.objects.filter(kind="link_revoked").count() == 1


def test_only_who_may_send_it_makes_a_link_to_sign(cast, version):
    with pytest.raises(NotFound):
        invite_to_sign(actor=cast.actor("stranger"), version_id=version.pk, person="赵明远")
    with pytest.raises(InvalidInput):
        invite_to_sign(actor=cast.actor("lead"), version_id=version.pk, person="  ")


def test_a_newer_signed_version_voids_the_former_and_keeps_its_signoff(cast, client_actor, version, document):
    first = sign(client_actor, version)
    second = newer(cast, document)
    link, _token = invite_to_sign(actor=cast.actor("lead"), version_id=second.pk, person="赵明远")
    sign(of_link(link), second)
    version.refresh_from_db()
    assert (version.status, confirmation(version), signed_version(document)) == ("void", first, second)


def test_the_client_sends_a_version_back_with_remarks_per_field(client_actor, version):
    signoff = return_version(
        actor=client_actor,
        version_id=version.pk,
        seen_hash=version.content_hash,
        person_name="赵明远",
        remarks="人数不对",
        field_remarks={"headcount": "应为 800 人", "budget": "  "},
    )
    version.refresh_from_db()
    assert (signoff.decision, version.status, version.void_reason) == ("returned", "void", "returned")
    assert list(Remark.objects.order_by("field_key").values_list("field_key", "text", "by_name")) == [
        ("", "人数不对", "赵明远"),
        ("headcount", "应为 800 人", "赵明远"),
    ]
    with pytest.raises(VersionSuperseded):
        sign(client_actor, version)


def test_sending_back_needs_a_reason_and_known_fields(client_actor, version):
    for notes in ({}, {"nonsense": "改"}):
        with pytest.raises(InvalidInput):
            return_version(
                actor=client_actor,
                version_id=version.pk,
                seen_hash=version.content_hash,
                person_name="赵明远",
                field_remarks=notes,
            )
    version.refresh_from_db()
    assert (version.status, Signoff.objects.count(), Remark.objects.count()) == ("review", 0, 0)


def test_a_paper_signoff_counts_only_with_its_scan(cast, version):
    with pytest.raises(ScanMissing):
        record_paper_signoff(
            actor=cast.actor("lead"), version_id=version.pk, person_name="赵明远", scan=None, signed_on=clock.today()
        )
    kept = scan(cast)
    signoff = record_paper_signoff(
        actor=cast.actor("lead"), version_id=version.pk, person_name="赵明远", scan=kept, signed_on=clock.today()
    )
    assert (signoff.method, signoff.evidence, signoff.recorded_by, signoff.by_client) == (
        "paper",
        kept,
        cast.lead,
        True,
    )


def test_a_paper_signoff_is_not_dated_before_the_version_or_after_today(cast, version):
    for day in (clock.today() - timedelta(days=1), clock.today() + timedelta(days=1), date(2020, 1, 1)):
        with pytest.raises(InvalidInput):
            record_paper_signoff(
                actor=cast.actor("lead"), version_id=version.pk, person_name="赵明远", scan=scan(cast), signed_on=day
            )
    assert Signoff.objects.count() == 0


def test_an_internal_kind_is_signed_by_its_approver_alone(cast):
    inner = open_document(
        actor=cast.actor("planner"), meeting=cast.meeting, kind="inner", title="内部单", content=filled_in()
    )
    version = propose_version(actor=cast.actor("planner"), document_id=inner.pk, revision=inner.revision)
    with pytest.raises(NotAllowed):
        sign(cast.actor("planner"), version)
    assert sign(cast.actor("lead"), version, person_name="林岚").by_client is False


def test_a_version_whose_content_was_altered_cannot_be_signed(cast, document):
    altered = Version.objects.create(
        document=document, number=9, header={}, content={"name": "别的"}, content_hash="a" * 64
    )
    link, _token = invite_to_sign(actor=cast.actor("lead"), version_id=altered.pk, person="赵明远")
    with pytest.raises(VersionTampered):
        sign(of_link(link), altered)


@pytest.mark.parametrize(
    "columns", [{"content": {"name": "改"}}, {"header": {}}, {"content_hash": "b" * 64}, {"number": 7}]
)
def test_the_database_refuses_to_change_what_a_version_says(version, columns):
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(**columns)
    version.refresh_from_db()
    assert version.is_intact


def test_the_database_refuses_to_change_a_signoff(client_actor, version):
    signoff = sign(client_actor, version)
    with pytest.raises(IntegrityError), transaction.atomic():
        Signoff.objects.filter(pk=signoff.pk).update(person_name="别人")
