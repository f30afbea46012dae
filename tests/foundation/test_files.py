from __future__ import annotations

import hashlib
import io
import resource
import signal
import zipfile

import pytest

from huiwu.foundation.errors import FileKindRefused, FileTooLarge, StorageFull
from huiwu.foundation.files import keep_file, open_file, path_of, plain_name, send_file
from huiwu.foundation.models import StoredFile
from huiwu.kernel.errors import NotFound

PDF = b"%PDF-1.7 hello"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


def everything(media):
    return [path for path in media.rglob("*") if path.is_file()]


def zipped(*names: str) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    out.seek(0)
    return out


def test_a_file_is_kept_under_its_hash_and_opened_again(db, media):
    stored = keep_file(io.BytesIO(PDF), name="方案.pdf")
    assert (stored.sha256, stored.size, stored.media_type) == (hashlib.sha256(PDF).hexdigest(), 14, "application/pdf")
    with open_file(stored) as content:
        assert content.read() == PDF
    assert everything(media) == [path_of(stored.sha256)]


def test_the_same_content_twice_is_one_file_and_two_rows(db, media):
    keep_file(io.BytesIO(PDF), name="a.pdf")
    keep_file(io.BytesIO(PDF), name="b.pdf")
    assert (len(everything(media)), StoredFile.objects.count()) == (1, 2)


def test_a_file_over_the_limit_is_refused_and_nothing_remains(db, media, settings):
    settings.HUIWU_LARGEST_FILE = 10
    with pytest.raises(FileTooLarge):
        keep_file(io.BytesIO(PDF), name="a.pdf")
    assert (everything(media), StoredFile.objects.count()) == ([], 0)


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00",
        b"<html><script>",
        b"<svg xmlns='x'>",
        b"",
        b"\x00\x01",
        b"<?xml version='1.0'?><svg/>",
        b"\x7fELF",
    ],
)
def test_programs_pages_and_scripts_are_refused_whatever_their_name(db, media, content):
    with pytest.raises(FileKindRefused):
        keep_file(io.BytesIO(content), name="photo.png")
    assert everything(media) == []


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (zipped("[Content_Types].xml", "word/document.xml"), "a.docx", "wordprocessingml.document"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "a.xlsx", "spreadsheetml.sheet"),
        (zipped("[Content_Types].xml", "ppt/presentation.xml"), "a.pptx", "presentationml.presentation"),
        (zipped("OFD.xml", "Doc_0/Document.xml"), "a.ofd", "ofd"),
        (io.BytesIO("姓名,电话".encode("gb18030")), "a.csv", "csv"),
        (io.BytesIO("会议纪要".encode()), "a.txt", "plain"),
        (io.BytesIO(b"\x89PNG\r\n\x1a\n"), "a.png", "png"),
        (io.BytesIO(b"<?xml version='1.0'?><fp/>"), "a.xml", "xml"),
    ],
)
def test_the_trade_s_files_are_known_by_their_content(db, content, name, kind):
    media_type = keep_file(content, name=name).media_type
    assert media_type.split("/")[1].removeprefix("vnd.openxmlformats-officedocument.") == kind


@pytest.mark.parametrize("inside", [("word/vbaProject.bin", "[Content_Types].xml"), ("payload.exe",)])
def test_zips_with_macros_or_of_no_known_kind_are_refused(db, inside):
    with pytest.raises(FileKindRefused):
        keep_file(zipped(*inside), name="a.docx")


def test_names_lose_paths_and_control_characters():
    assert [plain_name(n) for n in ("../../etc/passwd", "C:\\a\\方案.pdf", "a\n.pdf", "..", "x" * 300 + ".pdf")] == [
        "passwd",
        "方案.pdf",
        "a.pdf",
        "文件",
        "x" * 196 + ".pdf",
    ]


def test_a_path_is_made_of_a_hash_alone():
    with pytest.raises(NotFound):
        path_of("../../secret.key")


def test_a_full_disk_is_told_and_nothing_is_half_written(db, media):
    before, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, before[1]))
        content = io.BytesIO(PDF + b"x" * 300_000)
        with pytest.raises(StorageFull):
            keep_file(content, name="a.pdf")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert everything(media) == []


def test_a_download_carries_its_chinese_name_and_cannot_run(db):
    response = send_file(keep_file(io.BytesIO(PDF), name='方"案.pdf'))
    assert response.headers["Content-Disposition"] == (
        "attachment; filename=\"___.pdf\"; filename*=UTF-8''%E6%96%B9%22%E6%A1%88.pdf"
    )
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"].endswith("sandbox")
    response.close()
