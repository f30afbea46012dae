from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from huiwu.attendees.errors import ShortCodeRests, ShortCodeWrong
from huiwu.attendees.models import ShortCode
from huiwu.attendees.services import merge_attendees, open_own
from huiwu.attendees.services.short_codes import FROM_ONE_ADDRESS, TRIES, open_by_code, short_codes
from huiwu.kernel import clock

NOW = datetime(2027, 3, 1, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_noon(db: None):
    cache.clear()
    with clock.at(NOW):
        yield


def test_each_person_has_one_code_of_six_that_stays(add) -> None:
    people = [add("王明", mobile="13800000001"), add("李静", mobile="13800000002")]
    codes = short_codes(attendees=people)
    assert short_codes(attendees=people) == codes
    assert len(set(codes.values())) == 2
    assert all(re.fullmatch("[2-9a-hjkmnp-z]{6}", code) for code in codes.values())


def test_the_code_and_the_figures_of_the_phone_open_the_own_page(add) -> None:
    row = add("王明", mobile="13800000001")
    code = short_codes(attendees=[row])[row.pk]
    assert open_own(token=open_by_code(code=code.upper(), tail="0001"))[1] == row


def test_a_code_of_a_merged_record_opens_the_kept_one(cast, add) -> None:
    kept, gone = add("王明", mobile="13800000001"), add("王明", org_name="启明", mobile="13800000002")
    code = short_codes(attendees=[gone])[gone.pk]
    merge_attendees(actor=cast.actor("lead"), meeting=cast.meeting, kept_id=kept.pk, gone_id=gone.pk)
    assert open_own(token=open_by_code(code=code, tail="0001"))[1] == kept


def test_after_five_wrong_tries_the_code_rests_for_an_hour(add) -> None:
    row = add("王明", mobile="13800000001")
    code = short_codes(attendees=[row])[row.pk]
    for _n in range(TRIES):
        with pytest.raises(ShortCodeWrong):
            open_by_code(code=code, tail="9999")
    with pytest.raises(ShortCodeRests):
        open_by_code(code=code, tail="0001")
    with clock.at(NOW + timedelta(minutes=61)):
        assert open_by_code(code=code, tail="0001")
    assert ShortCode.objects.get().tries == 0


def test_who_guesses_from_one_address_is_stopped(add) -> None:
    row = add("王明", mobile="13800000001")
    code = short_codes(attendees=[row])[row.pk]
    for n in range(FROM_ONE_ADDRESS):
        with pytest.raises(ShortCodeWrong):
            open_by_code(code=f"zzzz{n:02}", tail="0001", address="203.0.113.9")
    with pytest.raises(ShortCodeRests):
        open_by_code(code=code, tail="0001", address="203.0.113.9")
    assert open_by_code(code=code, tail="0001", address="203.0.113.10")


def test_on_a_telephone(add) -> None:
    row, client = add("王明", mobile="13800000001"), Client()
    page = f"/s/{short_codes(attendees=[row])[row.pk]}/"
    assert "王明" not in client.get(page).content.decode()
    refused = client.post(page, {"tail": "1234"})
    assert (refused.status_code, "短码或手机尾号不对" in refused.content.decode()) == (404, True)
    assert "王明" in client.post(page, {"tail": "0001"}, follow=True).content.decode()
