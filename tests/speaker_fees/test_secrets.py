"""Identity numbers and accounts: sealed, masked, each look recorded, erased."""

from __future__ import annotations

import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from huiwu.foundation.errors import SecretUnreadable
from huiwu.foundation.models import FactRecord
from huiwu.foundation.secrets import masked, seal, unseal
from huiwu.kernel.errors import NotAllowed, NotFound
from huiwu.speaker_fees import services
from huiwu.speaker_fees.errors import NotDeclared
from huiwu.speaker_fees.models import SpeakerFee
from tests.speaker_fees.conftest import ID, entered, paid, values

SECRETS = {"id_kind": "resident", "id_number": ID, "account": "6222 0000 1234 5678"}


def test_what_is_sealed_opens_only_with_the_same_secret_and_purpose(settings):
    sealed = seal(ID, "id_number")
    assert ID not in sealed
    assert seal(ID, "id_number") != sealed
    assert unseal(sealed, "id_number") == ID
    assert (seal("", "id_number"), unseal("", "id_number")) == ("", "")
    with pytest.raises(SecretUnreadable):
        unseal(sealed, "account")
    former = settings.SECRET_KEY
    settings.SECRET_KEY = "another"
    with pytest.raises(SecretUnreadable):
        unseal(sealed, "id_number")
    settings.SECRET_KEY_FALLBACKS = [former]
    assert unseal(sealed, "id_number") == ID


def test_a_mask_shows_half_at_most():
    found = [masked(text) for text in ("", "12", "123456", ID)]
    assert found == ["", "••••2", "••••456", "••••002X"]


def test_the_database_holds_no_number_in_the_clear(team):
    entered(team, **SECRETS)
    row = SpeakerFee.objects.values().get()
    assert all(ID not in str(value) and "6222" not in str(value) for value in row.values())
    assert (row["id_number_mask"], row["account_mask"]) == ("••••002X", "••••5678")
    assert ID not in str(list(FactRecord.objects.values_list("payload", flat=True)))


def test_each_look_is_recorded_and_only_finance_may(team):
    fee = entered(team, **SECRETS)
    ask = {"meeting": team.meeting, "fee_id": fee.pk}
    assert services.see_secret(actor=team.actor("colleague"), secret="id_number", **ask) == ID
    assert services.see_secret(actor=team.actor("owner"), secret="account", **ask) == "6222000012345678"
    looks = FactRecord.objects.filter(kind="speaker_secret_seen").order_by("id")
    assert [(row.payload["secret"], row.actor_id) for row in looks] == [
        ("id_number", team.colleague.pk),
        ("account", team.owner.pk),
    ]
    for who in ("lead", "planner", "compliance"):
        with pytest.raises(NotAllowed):
            services.see_secret(actor=team.actor(who), secret="id_number", **ask)
    with pytest.raises(NotFound):
        services.see_secret(actor=team.actor("colleague"), secret="name", **ask)


def test_changing_a_fee_without_typing_them_keeps_the_secrets(team):
    fee = entered(team, **SECRETS)
    change = {"actor": team.actor("planner"), "meeting": team.meeting, "fee_id": fee.pk}
    kept = services.change_fee(**change, revision=1, values=values(id_kind="resident"))
    assert kept.id_number_mask == "••••002X"
    gone = services.change_fee(**change, revision=2, values=values(id_number="", account=""))
    assert (gone.id_number_sealed, gone.account_sealed, gone.id_number_mask) == ("", "", "")


def test_secrets_are_erased_once_the_tax_is_declared(team):
    fee = paid(team, **SECRETS)
    ask = {"actor": team.actor("colleague"), "meeting": team.meeting}
    with pytest.raises(NotDeclared):
        services.erase_secrets(**ask)
    services.declare_tax(**ask, fee_ids=[fee.pk], declared_on=date(2027, 3, 24))
    assert [services.erase_secrets(**ask) for _ in range(2)] == [1, 0]
    fee.refresh_from_db()
    assert (fee.id_number_sealed, fee.account_sealed, fee.account_mask, fee.has_secrets) == ("", "", "", False)
    assert fee.erased_at is not None


def test_the_declaration_has_numbers_and_a_sum_and_is_recorded(team, client):
    paid(team, **SECRETS)
    paid(team, name="白露", basis="gross", agreed_cents=300_000)
    client.force_login(team.colleague)
    answer = client.post(f"/m/{team.meeting.slug}/speaker-fees/declaration/")
    assert answer["Cache-Control"] == "no-store"
    rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0).to_python()
    )
    assert [row[2] for row in rows[1:]] == [ID, "", ""]
    assert [row[5:7] for row in rows[1:]] == [[4761.9, 761.9], [3000, 440], [7761.9, 1201.9]]
    assert FactRecord.objects.filter(kind="speaker_secrets_exported").count() == 1
