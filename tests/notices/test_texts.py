"""What a channel would refuse (EX-104), word by word."""

from __future__ import annotations

import pytest

from huiwu.notices.rules.texts import merged, problems_of_email, problems_of_sms, untold

GOOD = "会议通知：{meeting}定于{start}举行，地点：{place}。会务组电话：{contact}。"
VALUES = {"meeting": "产业大会", "start": "3月8日", "place": "国际会议中心", "contact": "010-66668888"}


def codes(text, sign="云帆会务", **values):
    return [(p.code, p.detail) for p in problems_of_sms(text, sign=sign, values=VALUES | values)]


def test_a_text_that_passes():
    assert codes(GOOD) == []


@pytest.mark.parametrize(("text", "values", "found"), [
    ("诚邀出席{meeting}", {}, [("word", "诚邀")]),
    ("会后参与抽奖", {}, [("word", "抽奖")]),
    ("{meeting}同步直播", {}, [("word", "直播")]),
    ("请填写满意度问卷", {}, [("word", "问卷"), ("word", "满意度")]),
    ("尊敬的{name}{title}，会议开始", {}, [("adjacent", "{name}{title}")]),
    ("入口：{link}", {}, [("link", "link")]),
    ("地点：{place}", {"place": "见 www.example.com/map"}, [("link", "place")]),
    ("地点：{place}", {"place": "https://x.cn"}, [("link", "place")]),
    ("请联系小王 13800000001", {}, [("mobile", "13800000001")]),
    ("请联系{contact}", {"contact": "+86 13800000001"}, [("mobile", "+86 13800000001")]),
    ("请拨 400-800-8000 或 010-66668888", {}, []),
    ("订单 213800000001 号", {}, []),
    ("您好{who}", {}, [("unknown_variable", "who")]),
    ("您好{姓名}", {}, [("unknown_variable", "姓名")]),
    ("", {}, [("no_text", "")]),
])  # fmt: skip
def test_what_reviewers_refuse(text, values, found):
    assert codes(text, **values) == found


def test_a_sign_is_needed():
    assert codes(GOOD, sign=" ") == [("no_sign", "")]


def test_the_length_counts_sign_and_values():
    assert codes("会" * 494) == []
    assert codes("会" * 495) == [("too_long", "501")]
    assert codes("{meeting}", meeting="大" * 500) == [("too_long", "506")]


def test_a_forbidden_word_in_a_value_counts_too():
    assert codes(GOOD, meeting="招商推介会") == [("word", "招商")]


def test_an_email_needs_a_subject_and_known_variables():
    assert [(p.code, p.detail) for p in problems_of_email(" ", "{name} {seat}")] == [
        ("no_subject", ""),
        ("unknown_variable", "seat"),
    ]


def test_a_batch_tells_place_parking_weather_dress_and_contact():
    found = untold("{place}", {"place": ""}, is_batch=True, is_last=True, channel="email")
    assert [(p.code, p.detail, p.is_blocking) for p in found] == [
        ("empty", "place", True),
        ("missing", "parking", False),
        ("missing", "weather", False),
        ("missing", "dress", False),
        ("missing", "contact", False),
        ("missing", "link", False),
    ]


def test_the_last_text_message_leads_to_the_ticket_by_six_letters():
    told = {"is_batch": True, "is_last": True, "channel": "sms"}
    assert [(p.code, p.detail, p.is_blocking) for p in untold("{meeting}", {}, **told)] == [("missing", "code", False)]
    text = "会议提醒：{meeting}。签到码：https://hui.example.cn/s/{code} 。"
    assert (untold(text, {}, **told), codes(text, code="4k7m2p")) == ([], [])


def test_a_value_is_never_filled_again():
    assert merged("{name}在{place}", {"name": "{place}", "place": "厅"}) == "{place}在厅"
