"""`huiwu plan preview`: the contract's JSON, and one clear sentence for impossible input."""

from __future__ import annotations

import argparse
import json
from typing import Any

import pytest

from huiwu.planning.cli import add_commands

SEMINAR = ["--type", "seminar", "--people", "300", "--start", "2026-06-30", "--today", "2026-03-01"]


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers(required=True))
    args = parser.parse_args(["plan", "preview", *words])
    assert args.needs_django is False
    status: int = args.run(args)
    return status


def document(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert run(*words, "--format", "json") == 0
    out = capsys.readouterr()
    assert out.err == ""
    found: dict[str, Any] = json.loads(out.out)
    return found


def test_a_feasible_plan_is_one_json_document(capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys, *SEMINAR)
    assert list(found) == [
        "meeting", "feasible", "calendar", "critical_path", "driving_chain", "steps", "shortened", "postponed", "unmet",
        "deadlines",
    ]  # fmt: skip
    assert found["meeting"] == {
        "type": "seminar", "people": 300, "tier": "L", "start": "2026-06-30", "end": "2026-06-30", "today": "2026-03-01",
        "prep_start": "2026-05-01", "factor_permille": 1000,
    }  # fmt: skip
    assert (found["feasible"], found["shortened"], found["unmet"]) == (True, [], [])
    assert len(found["steps"]) == 75
    first = found["steps"][0]
    assert {k: first[k] for k in ("id", "name", "name_en", "phase", "gate", "omitted", "merged_into")} == {
        "id": "P01", "name": "初步接洽与信息收集", "name_en": "initial intake", "phase": "pre_event", "gate": None,
        "omitted": False, "merged_into": None,
    }  # fmt: skip
    assert {k: first[k] for k in ("early_start", "early_finish", "late_start", "late_finish", "slack", "critical", "late")} == {
        "early_start": "2026-05-01", "early_finish": "2026-05-06", "late_start": "2026-05-01", "late_finish": "2026-05-06",
        "slack": 0, "critical": True, "late": False,
    }  # fmt: skip
    assert found["critical_path"] == [
        s["id"] for s in sorted(found["steps"], key=lambda s: found["critical_path"].index(s["id"]) if s["critical"] else 999)
        if s["critical"]
    ]  # fmt: skip


def test_an_infeasible_plan_is_still_printed_and_names_why(capsys: pytest.CaptureFixture[str]) -> None:
    found = document(
        capsys,
        "--type",
        "launch",
        "--people",
        "1500",
        "--start",
        "2026-06-30",
        "--today",
        "2026-06-15",
        "--holidays",
        "cn",
    )
    assert found["feasible"] is False
    assert found["unmet"][0]["id"] == "mass_event_permit"
    assert (found["unmet"][0]["needed_on"], found["unmet"][0]["today"]) == ("2026-06-10", "2026-06-15")


def test_a_year_without_notice_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    words = [
        "--type",
        "training",
        "--people",
        "40",
        "--start",
        "2027-03-10",
        "--today",
        "2027-01-05",
        "--holidays",
        "cn",
    ]
    found = document(capsys, *words)
    assert found["calendar"]["unannounced_years"] == [2027]
    assert found["calendar"]["note"].startswith("2027 年放假与调休安排未发布")


def test_known_conditions_leave_the_other_steps_out(capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys, *SEMINAR, "--have", "has_lodging", "has_meals", "--have", "has_sms")
    out = {s["id"] for s in found["steps"] if s["omitted"]}
    assert out == {"P13", "P20", "D10", "D16", "D22", "D25", "A05", "A08"}
    assert next(s for s in found["steps"] if s["id"] == "P13")["early_start"] is None


def test_people_read_the_conclusion_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*SEMINAR) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "研讨会 300 人，大型（L），首日 2026-06-30"
    assert lines[1] == "排期可行。"
    assert lines[2].startswith("P01  2026-05-01 ~ 2026-05-06  最晚 2026-05-01 ~ 2026-05-06  余 0 天 关键")


def _with(**changes: str) -> list[str]:
    words = dict(zip(SEMINAR[::2], SEMINAR[1::2], strict=True))
    words.update({f"--{name.replace('_', '-')}": value for name, value in changes.items()})
    return [word for pair in words.items() for word in pair]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (_with(people="0"), "人数 0 不对，至少要有 1 人。"),
        (_with(people="三百"), "--people 的“三百”不是整数。"),
        (_with(start="2026-02-30"), "--start 的“2026-02-30”不是日期，请写成 2026-10-20 的样子。"),
        (_with(today="昨天"), "--today 的“昨天”不是日期，请写成 2026-10-20 的样子。"),
        (_with(end="2026-06-29"), "会议末日 2026-06-29 早于首日 2026-06-30。"),
        (_with(today="2026-07-01"), "会议首日 2026-06-30 早于今天 2026-07-01。"),
        (_with(load_in="2026-07-01"), "进场日 2026-07-01 晚于会议首日。"),
        (_with(prep_days="0"), "筹备天数 0 不对，至少 1 天。"),
        (
            _with(type="wedding"),
            "不认识的会议类型 wedding，可选：seminar、launch、training、annual_gala、gov_work、forum、signing、other。",
        ),
    ],
)
def test_impossible_input_is_refused_with_status_2_and_one_sentence(
    words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*words) == 2
    out = capsys.readouterr()
    assert (out.out, out.err.strip()) == ("", sentence)


def test_an_unknown_condition_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*SEMINAR, "--have", "has_unicorns") == 2
    assert capsys.readouterr().err.startswith("不认识的条件 has_unicorns，可选：has_publicity、")


def test_a_missing_option_is_wrong_usage() -> None:
    with pytest.raises(SystemExit) as stopped:
        run("--type", "seminar")
    assert stopped.value.code == 2
