"""Files that must not be unpacked, opened or believed."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from huiwu.foundation.sheets import Limits, read_table
from huiwu.foundation.sheets.errors import (
    SheetBroken,
    SheetKindRefused,
    SheetLocked,
    SheetSuspicious,
    SheetTooLarge,
)
from tests.foundation.sheets.books import COLUMNS, HEADINGS, book, packed

SMALL = Limits(file=2_000_000, unpacked=8_000_000, entries=50, ratio=100, rows=1000, columns=50)


def test_two_hundred_megabytes_are_refused_without_being_read(tmp_path: Path) -> None:
    big = tmp_path / "大.xlsx"
    with big.open("wb") as file:
        file.truncate(200_000_000)
    tracemalloc.start()
    with pytest.raises(SheetTooLarge) as refused:
        read_table(big, COLUMNS)
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()
    assert str(refused.value).startswith("文件“大.xlsx”有 200 MB，超过 30 MB，没有读取。")


def test_a_bomb_that_admits_its_size_is_refused_by_its_list_of_contents() -> None:
    bomb = packed({"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": bytes(9_000_000)})
    with pytest.raises(SheetSuspicious, match="解开后超过 8 MB"):
        read_table(bomb, COLUMNS, limits=SMALL)


def test_a_bomb_that_lies_about_its_size_is_counted_while_it_unpacks() -> None:
    bomb = bytearray(packed({"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": bytes(9_000_000)}))
    lied = struct.pack("<I", 1000)
    honest = struct.pack("<I", 9_000_000)
    assert bomb.count(honest) == 2
    with pytest.raises(SheetSuspicious, match="压缩比超过 100 倍"):
        read_table(bytes(bomb.replace(honest, lied)), COLUMNS, limits=SMALL)


def test_entries_that_share_their_bytes_are_refused() -> None:
    made = io.BytesIO(packed({"xl/a.xml": bytes(range(256)) * 40}))
    with zipfile.ZipFile(made, "a") as archive:
        info = archive.infolist()[0]
        for n in range(20):
            twin = zipfile.ZipInfo(f"xl/{n}.xml")
            twin.header_offset, twin.CRC = info.header_offset, info.CRC
            twin.compress_size, twin.file_size, twin.compress_type = (
                info.compress_size,
                info.file_size,
                info.compress_type,
            )
            archive.filelist.append(twin)
            archive.NameToInfo[twin.filename] = twin
        archive._didModify = True
    with pytest.raises(SheetSuspicious, match="各部件加起来比文件还大"):
        read_table(made, COLUMNS, limits=SMALL)


def test_thousands_of_entries_are_refused() -> None:
    with pytest.raises(SheetSuspicious, match="里面有 60 个部件"):
        read_table(packed({f"xl/{n}": b"" for n in range(60)}), COLUMNS, limits=SMALL)


def test_a_document_type_is_refused() -> None:
    part = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    with pytest.raises(SheetSuspicious, match="文档类型声明"):
        read_table(packed({"xl/workbook.xml": part}), COLUMNS)


def test_one_stray_cell_far_away_does_not_fill_the_memory() -> None:
    stray = book([HEADINGS], lambda _book, page: page.write(1_048_575, 16_383, "x"))
    with pytest.raises(SheetSuspicious, match="内容伸到 报价!XFD1048576，超过 200000 行或 200 列"):
        read_table(stray, COLUMNS)


def test_a_workbook_with_a_password_is_refused_as_such() -> None:
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    with pytest.raises(SheetLocked):
        read_table(locked, COLUMNS)


@pytest.mark.parametrize(
    "content", [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), b"\x89PNG\r\n\x1a\n\0\0", b"", b"%PDF-1.7\0\0"]
)
def test_what_is_no_table_is_refused(content: bytes) -> None:
    with pytest.raises(SheetKindRefused):
        read_table(content, COLUMNS)


def test_a_word_document_is_refused() -> None:
    with pytest.raises(SheetKindRefused):
        read_table(packed({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"}), COLUMNS)


@pytest.mark.parametrize("cut", [100, 1500, -60])
def test_half_a_file_is_refused(cut: int) -> None:
    with pytest.raises(SheetBroken):
        read_table(book([HEADINGS, ["屏", "套", 1, 2, 6]])[:cut], COLUMNS)


def test_a_workbook_without_its_parts_is_refused() -> None:
    with pytest.raises(SheetBroken):
        read_table(packed({"xl/workbook.xml": b"<workbook/>"}), COLUMNS)
