"""A list comes in: looked through first, decided, taken in, corrected, taken back."""

from __future__ import annotations

import io
from threading import Barrier, Thread

import pytest
from django.db import connection

from huiwu.attendees import services
from huiwu.attendees.choices import BatchState, RowChoice, Source
from huiwu.attendees.errors import ListNotUndoable, ListNotWaiting
from huiwu.attendees.models import Attendee, AttendeeChange, ImportBatch, SensitiveValue
from huiwu.attendees.queries.finding import find
from huiwu.attendees.queries.imports import refused_rows
from huiwu.attendees.reading.columns import COLUMNS
from huiwu.attendees.services import importing
from huiwu.attendees.services.undoing import undo_list
from huiwu.foundation.models import StoredFile
from huiwu.foundation.sheets import SheetRefused, corrections
from huiwu.kernel.errors import InvalidInput, NotAllowed
from tests.attendees.lists import HEAD, workbook, workbooks

WANG = ("王明", "启明科技", "经理", "13800000001")
LI = ("李静", "云州大学", "教授", "13800000002")


@pytest.fixture
def look(cast):
    def upload(content: io.BytesIO, name: str = "名单.xlsx", **more) -> ImportBatch:
        return importing.upload_list(
            actor=cast.actor("lead"), meeting=cast.meeting, content=content, name=name, wait=True, **more
        )

    return upload


@pytest.fixture
def take(cast):
    def confirm(batch: ImportBatch) -> ImportBatch:
        return importing.confirm_list(actor=cast.actor("lead"), meeting=cast.meeting, batch_id=batch.pk, wait=True)

    return confirm


def people(meeting) -> list[tuple[str, str, str]]:
    rows = Attendee.objects.filter(meeting=meeting)
    return sorted(rows.values_list("display_name", "org_name", "mobile"))


def reasons(batch: ImportBatch) -> list[list[str]]:
    return [[p["sentence"] for p in row.reasons] for row in batch.rows.filter(outcome="refused")]


def test_looking_through_writes_nobody(cast, look):
    batch = look(workbook(WANG, LI))
    assert (batch.state, batch.counts) == (BatchState.PREVIEW, {"new": 2})
    assert people(cast.meeting) == []


def test_a_confirmed_list_is_taken_in_once(cast, look, take):
    batch = take(look(workbook(WANG, LI)))
    assert (batch.state, batch.counts["added"], batch.counts["updated"]) == (BatchState.DONE, 2, 0)
    assert people(cast.meeting) == [("李静", "云州大学", "+8613800000002"), ("王明", "启明科技", "+8613800000001")]
    with pytest.raises(ListNotWaiting):
        take(batch)


def test_the_file_is_not_kept_after_the_list_was_taken_in(cast, look, take):
    batch = take(look(workbook(WANG)))
    assert batch.file is None
    assert StoredFile.objects.filter(meeting_id=cast.meeting.pk).count() == 0


def test_the_same_list_again_changes_nothing(cast, look, take):
    take(look(workbook(WANG, LI)))
    again = look(workbook(WANG, LI))
    assert again.counts == {"same": 2}
    assert take(again).counts["added"] == 0
    assert len(people(cast.meeting)) == 2


def test_a_newer_list_updates_what_it_says_and_empties_nothing(cast, look, take):
    take(look(workbook(WANG)))
    batch = look(workbook(("王明", "启明科技", "总经理", "")))
    assert batch.counts == {"changed": 1}
    assert [(c[0], c[2], c[3]) for c in batch.rows.get().cells] == [("title", "经理", "总经理")]
    take(batch)
    row = Attendee.objects.get()
    assert (row.title, row.mobile) == ("总经理", "+8613800000001")
    assert AttendeeChange.objects.get(field="title").source == Source.IMPORT


def test_what_was_changed_here_by_hand_waits_for_a_decision(cast, look, take):
    take(look(workbook(WANG)))
    row = Attendee.objects.get()
    services.change_attendee(
        actor=cast.actor("lead"), attendee_id=row.pk, revision=row.revision, values={"title": "副总裁"}
    )
    batch = look(workbook(("王明", "启明科技", "总经理", "13800000001")))
    assert batch.counts == {"conflict": 1}
    take(batch)
    assert Attendee.objects.get().title == "副总裁"


@pytest.mark.parametrize(("choice", "title"), [(RowChoice.KEEP, "副总裁"), (RowChoice.TAKE, "总经理")])
def test_a_decision_for_one_row_or_for_all(cast, look, take, add, choice, title):
    add("王明", title="副总裁", mobile="13800000001")
    for one_by_one in (True, False):
        batch = look(workbook(("王明", "启明科技", "总经理", "13800000001")))
        if batch.counts == {"same": 1}:
            continue
        chosen = {batch.rows.get().pk: choice} if one_by_one else {}
        importing.choose(
            actor=cast.actor("lead"),
            meeting=cast.meeting,
            batch_id=batch.pk,
            choices=chosen,
            for_all="" if one_by_one else choice,
        )
        take(batch)
        assert Attendee.objects.get().title == title


def test_a_phone_that_is_somebody_elses_waits_and_may_be_another_person(cast, look, take, add):
    add("王明", mobile="13800000001")
    batch = look(workbook(("赵秘书", "启明科技", "秘书", "13800000001")))
    assert batch.counts == {"conflict": 1}
    assert "手机 138••••0001 在系统里是“王明”的" in batch.rows.get().reasons[0]
    importing.choose(
        actor=cast.actor("lead"), meeting=cast.meeting, batch_id=batch.pk, choices={}, for_all=RowChoice.NEW
    )
    take(batch)
    assert [name for name, _org, _mobile in people(cast.meeting)] == ["王明", "赵秘书"]


def test_a_shared_phone_is_in_doubt_even_beside_its_owners_row(look, add):
    add("王明", mobile="13800000001")
    batch = look(workbook(WANG, ("赵秘书", "启明科技", "秘书", "13800000001")))
    assert batch.counts == {"same": 1, "conflict": 1}


def test_the_same_name_and_organisation_with_another_phone_is_not_taken_for_the_same_person(cast, look, take, add):
    add("王明", mobile="13800000001")
    batch = look(workbook(("王明", "启明科技", "经理", "13900000009")))
    assert batch.counts == {"conflict": 1}
    take(batch)
    assert Attendee.objects.get().mobile == "+8613800000001"


def test_the_same_name_alone_is_another_person(look, add):
    add("王明", org_name="启明科技", mobile="13800000001")
    assert look(workbook(("王明", "云州大学", "教授", "13900000009"))).counts == {"new": 1}


def test_two_people_with_one_phone_are_two_people_and_named(look):
    batch = look(workbook(WANG, ("李静", "启明科技", "秘书", "13800000001")))
    assert batch.counts == {"new": 2}
    assert batch.rows.get(number=3).reasons == ["与第 2 行的“王明”共用手机 138••••0001，按两个人读取"]


def test_the_same_person_twice_in_a_list_is_taken_once(look):
    batch = look(workbook(WANG, WANG))
    assert batch.counts == {"new": 1, "refused": 1}
    assert reasons(batch) == [["与第 2 行的姓名和手机都相同，只读第 2 行"]]


def test_a_number_finds_the_person_and_an_unknown_one_is_refused(look, add):
    row = add("王明", mobile="13800000001")
    batch = look(workbook((row.number, "王明", "总监"), (99, "李静", "教授"), head=("编号", "姓名", "职务")))
    assert batch.counts == {"conflict": 1, "refused": 1}
    assert reasons(batch) == [["没有编号为 99 的人；新的人请把编号留空"]]


def test_headings_in_row_four_aliases_and_full_width_figures(look):
    row = ("  张　三 先生", "云州大学", "院长", "１３８－００００－００００")
    batch = look(workbook(row, head=("参会人", "工作单位", "职务/职称", "联系电话"), above=3))
    assert (batch.counts, batch.layout["heading_row"]) == ({"new": 1}, 4)
    cells = {key: after for key, _label, _before, after, _doubt in batch.rows.get().cells}
    assert (cells["display_name"], cells["salutation"], cells["mobile"]) == ("张三", "先生", "138 0000 0000")


def test_two_phones_in_a_cell_keep_the_second_in_the_note(cast, look, take):
    take(look(workbook(("王明", "启明科技", "经理", "13800000001 / 010-62345678"))))
    row = Attendee.objects.get()
    assert (row.mobile, row.note) == ("+8613800000001", "另一电话：010-62345678")


@pytest.mark.parametrize(
    ("phone", "sentence"),
    [
        ("010-62345678", "“010-62345678”是座机，请填手机号；座机可写在备注里"),
        ("1380000000", "“1380000000”有 10 位，手机号应为 11 位；境外号码以 + 和国家代码开头"),
        ("1380099", "“1380099”有 7 位，手机号应为 11 位；境外号码以 + 和国家代码开头"),
        ("1.38E+10", "号码变成了科学计数，后几位已丢失。请把这一列设为“文本”后重新填写"),
    ],
)
def test_a_phone_that_is_none_is_refused_with_its_reason(look, phone, sentence):
    assert reasons(look(workbook(("王明", "启明科技", "经理", phone)))) == [[sentence]]


def test_a_phone_typed_as_a_number_stays_whole(look):
    batch = look(workbook(("王明", "启明科技", "经理", 13800000001)))
    assert batch.counts == {"new": 1}


def test_emoji_go_and_rare_names_stay(cast, look, take):
    take(look(workbook(("😀李静", "a", "b", ""), ("𠮷㛃", "a", "b", ""), ("买买提·吐尔逊", "a", "b", ""))))
    assert [name for name, _o, _m in people(cast.meeting)] == ["买买提·吐尔逊", "李静", "𠮷㛃"]


def test_ten_sheets_and_the_list_in_the_seventh(cast, look):
    sheets = {f"表{n}": [["说明"], ["无"]] for n in range(10)}
    sheets["表6"] = [HEAD, WANG]
    batch = look(workbooks(sheets))
    assert (batch.counts, batch.layout["sheet"]) == ({"new": 1}, "表6")
    assert importing.sheets_of(batch) == list(sheets)
    assert look(workbooks(sheets | {"表8": [HEAD, WANG, LI]}), sheet="表8").counts == {"new": 2}


def test_a_csv_in_gbk_and_pasted_cells(cast, look):
    text = "\n".join([",".join(HEAD), ",".join(WANG)])
    assert look(io.BytesIO(text.encode("gbk")), "名单.csv").counts == {"new": 1}
    pasted = importing.paste_list(
        actor=cast.actor("lead"), meeting=cast.meeting, text="\n".join(["\t".join(HEAD), "\t".join(LI)])
    )
    assert pasted.counts == {"new": 1}
    with pytest.raises(InvalidInput):
        importing.paste_list(actor=cast.actor("lead"), meeting=cast.meeting, text="  ")


def test_a_password_is_said_and_a_huge_file_is_refused_before_it_is_kept(cast, look):
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600
    with pytest.raises(SheetRefused) as refusal:
        look(io.BytesIO(locked))
    assert refusal.value.code == "sheet_locked"

    class Huge(io.BytesIO):
        def tell(self) -> int:
            return 200_000_000

    with pytest.raises(SheetRefused) as refusal:
        look(Huge(b"PK"))
    assert refusal.value.code == "sheet_too_large"
    assert (ImportBatch.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_a_list_without_names_is_refused_as_a_whole(look):
    batch = look(workbook(("启明科技", "13800000001"), head=("单位", "手机")))
    assert (batch.state, batch.layout["code"]) == (BatchState.REFUSED, "headings_not_found")


def test_refused_rows_come_back_as_a_file_that_can_be_mended_and_loaded(cast, look, take):
    batch = take(look(workbook(WANG, ("李静", "云州大学", "教授", "1380000000"))))
    made = corrections(refused_rows(batch), [c for c in COLUMNS if c.key in batch.layout["columns"]])
    again = look(io.BytesIO(made), "待更正.xlsx")
    assert again.counts == {"refused": 1}
    assert [row.name for row in again.rows.all()] == ["李静"]


def test_sensitive_columns_go_under_lock_and_never_into_the_preview(cast, look, take):
    batch = look(workbook(("王明", "启明科技", "经理", "13800000001", "清真"), head=(*HEAD, "餐别")))
    assert "清真" not in str(batch.rows.get().cells)
    take(batch)
    kept = SensitiveValue.objects.get()
    assert (kept.field, "清真" in kept.sealed) == ("dietary_requirement", False)
    assert look(workbook(("王明", "启明科技", "经理", "13800000001", "清真"), head=(*HEAD, "餐别"))).counts == {
        "same": 1
    }


def test_taking_back_removes_new_people_restores_changed_ones_and_leaves_the_touched(cast, look, take):
    take(look(workbook(WANG)))
    batch = take(look(workbook(("王明", "启明科技", "总经理", "13800000001"), LI, ("陈一", "甲", "乙", "13800000003"))))
    touched = Attendee.objects.get(display_name="陈一")
    services.change_attendee(actor=cast.actor("lead"), attendee_id=touched.pk, revision=None, values={"title": "丙"})
    undone = undo_list(actor=cast.actor("lead"), meeting=cast.meeting, batch_id=batch.pk)
    assert {key: undone.counts[key] for key in ("removed", "restored", "stay")} == {
        "removed": 1,
        "restored": 1,
        "stay": 1,
    }
    assert [name for name, _o, _m in people(cast.meeting)] == ["王明", "陈一"]
    assert Attendee.objects.get(display_name="王明").title == "经理"
    assert find(cast.meeting, "李静") == []
    with pytest.raises(ListNotUndoable):
        undo_list(actor=cast.actor("lead"), meeting=cast.meeting, batch_id=batch.pk)


def test_people_with_a_place_in_a_function_survive_taking_back(cast, look, take, plenary):
    batch = take(look(workbook(WANG, LI)))
    wang = Attendee.objects.get(display_name="王明")
    services.put_in_functions(
        actor=cast.actor("lead"), attendee_id=wang.pk, function_ids=[plenary.pk], state="expected"
    )
    undone = undo_list(actor=cast.actor("lead"), meeting=cast.meeting, batch_id=batch.pk)
    assert (undone.counts["removed"], undone.counts["stay"]) == (1, 1)


def test_taking_in_again_after_a_crash_goes_on_without_doubles(cast, look):
    batch = look(workbook(WANG, LI))
    ImportBatch.objects.filter(pk=batch.pk).update(state=BatchState.RUNNING)
    services.add_many(
        actor=cast.actor("lead"),
        meeting=cast.meeting,
        rows=[{"display_name": "王明", "org_name": "启明科技", "title": "经理", "mobile": "13800000001"}],
        batch_id=batch.pk,
    )
    importing.take_in(batch_id=batch.pk)
    batch.refresh_from_db()
    assert (batch.counts["added"], len(people(cast.meeting))) == (2, 2)


def test_a_dropped_list_leaves_nothing(cast, look):
    batch = look(workbook(WANG))
    importing.drop_list(actor=cast.actor("lead"), meeting=cast.meeting, batch_id=batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.file, batch.rows.count()) == (BatchState.DROPPED, None, 0)


def test_a_stranger_may_not(cast, look):
    batch = look(workbook(WANG))
    for call in (
        lambda actor: importing.upload_list(actor=actor, meeting=cast.meeting, content=workbook(WANG), name="x.xlsx"),
        lambda actor: importing.confirm_list(actor=actor, meeting=cast.meeting, batch_id=batch.pk),
        lambda actor: importing.drop_list(actor=actor, meeting=cast.meeting, batch_id=batch.pk),
        lambda actor: undo_list(actor=actor, meeting=cast.meeting, batch_id=batch.pk),
    ):
        with pytest.raises(NotAllowed):
            call(cast.actor("stranger"))


@pytest.mark.django_db(transaction=True)
def test_two_who_confirm_at_once_take_it_in_once(cast, look):
    batch = look(workbook(WANG, LI))
    gate, answers = Barrier(2), []

    def confirm():
        gate.wait()
        try:
            importing.confirm_list(actor=cast.actor("lead"), meeting=cast.meeting, batch_id=batch.pk, wait=True)
            answers.append("taken")
        except ListNotWaiting:
            answers.append("refused")
        finally:
            connection.close()

    both = [Thread(target=confirm) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert (sorted(answers), len(people(cast.meeting))) == (["refused", "taken"], 2)


def test_lists_taken_back_from_the_last_to_the_first_leave_nobody(cast, look, take):
    lead = cast.actor("lead")
    first = take(look(workbook(WANG, LI)))
    second = take(look(workbook((*WANG[:2], "总监", WANG[3]))))
    for batch, left in ((second, 2), (first, 0)):
        undo_list(actor=lead, meeting=cast.meeting, batch_id=batch.pk)
        assert len(people(cast.meeting)) == left


def test_whom_a_later_list_or_a_colleague_changed_stays(cast, look, take):
    lead = cast.actor("lead")
    first = take(look(workbook(WANG, LI)))
    take(look(workbook((*WANG[:2], "总监", WANG[3]))))
    li = Attendee.objects.get(display_name="李静")
    for nth, title in enumerate(("院长", "教授"), 1):  # and back again: still a colleague's word
        services.change_attendee(actor=lead, attendee_id=li.pk, revision=nth, values={"title": title})
    undo_list(actor=lead, meeting=cast.meeting, batch_id=first.pk)
    assert [name for name, _org, _mobile in people(cast.meeting)] == ["李静", "王明"]
