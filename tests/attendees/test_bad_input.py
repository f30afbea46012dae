"""What clients really send, through the page that takes it: refused with a sentence, or read right; nothing half done."""

from __future__ import annotations

import io
import tempfile
import time
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huiwu.attendees.models import Attendee, ImportBatch
from huiwu.attendees.services import importing
from huiwu.foundation.models import StoredFile
from huiwu.foundation.sheets import SheetRefused
from tests.attendees.lists import HEAD, workbook, workbooks

ROW = ("王明", "启明科技", "经理", "13800000001")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600


@pytest.fixture
def upload(cast, client) -> Any:
    client.force_login(cast.lead)
    page = f"/m/{cast.meeting.slug}/attendees/import/"

    def sent(content: bytes, name: str = "名单.xlsx", **more: Any) -> Any:
        return client.post(page, {"file": SimpleUploadedFile(name, content, XLSX)}, follow=True, **more)

    return sent


def nothing_kept() -> bool:
    return (ImportBatch.objects.count(), StoredFile.objects.count(), Attendee.objects.count()) == (0, 0, 0)


def test_two_hundred_megabytes_are_refused_before_they_are_read(cast) -> None:
    with tempfile.TemporaryFile() as huge:
        huge.write(b"PK\x03\x04")
        huge.truncate(200_000_000)
        began = time.process_time()
        with pytest.raises(SheetRefused) as refused:
            importing.upload_list(actor=cast.actor("lead"), meeting=cast.meeting, content=huge, name="名单.xlsx")
    assert (refused.value.code, nothing_kept()) == ("sheet_too_large", True)
    assert time.process_time() - began < 0.5


def test_a_workbook_with_a_password_says_so_on_the_page(upload) -> None:
    answer = upload(LOCKED)
    assert (answer.status_code, "密码" in answer.content.decode(), nothing_kept()) == (422, True, True)


def test_a_picture_named_as_a_workbook_is_refused(upload) -> None:
    answer = upload(b"\x89PNG\r\n\x1a\n" + b"\0" * 500)
    assert (answer.status_code >= 400, nothing_kept()) == (True, True)


def test_a_csv_in_gbk_reads_as_it_was_written(upload) -> None:
    text = "\r\n".join([",".join(HEAD), "欧阳㛃,启明科技,经理,13800000001".replace("㛃", "娜")])
    upload(text.encode("gbk"), "名单.csv")
    assert ImportBatch.objects.get().rows.get().name == "欧阳娜"


def test_ten_sheets_headings_in_row_four_emoji_and_rare_names(upload) -> None:
    sheets: dict[str, list[Any]] = {f"说明{n}": [["这一页没有名单"]] for n in range(9)}
    sheets["参会"] = [
        ["启明大会"],
        [""],
        ["截至 3 月 1 日"],
        HEAD,
        ("😀𠮷㛃", "启明科技", "经理", "１３８００００００01"),
    ]
    upload(workbooks(sheets).getvalue())
    batch = ImportBatch.objects.get()
    assert (batch.layout["sheet"], batch.layout["heading_row"], batch.counts) == ("参会", 4, {"new": 1})
    cells = {key: after for key, _label, _before, after, _doubt in batch.rows.get().cells}
    assert (cells["display_name"], cells["mobile"]) == ("𠮷㛃", "138 0000 0001")


def test_two_people_with_one_phone_are_two_people_on_the_page(upload) -> None:
    answer = upload(workbook(ROW, ("李静", "启明科技", "秘书", "13800000001")).getvalue())
    assert "共用手机 138••••0001，按两个人读取" in answer.content.decode()


def test_what_comes_out_can_start_no_formula(cast, upload, client) -> None:
    upload(workbook(("=cmd|' /C calc'!A1", "+启明", "@经理", "13800000001")).getvalue())
    batch = ImportBatch.objects.get()
    assert batch.counts in ({"new": 1}, {"refused": 1})
    made = client.get(f"/m/{cast.meeting.slug}/attendees/import/{batch.pk}/corrections/")
    content = b"".join(made.streaming_content) if made.streaming else made.content
    assert io.BytesIO(content).read(2) == b"PK"
