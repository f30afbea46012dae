"""What is read from a file, and what is said about it; nothing of a refused one is kept."""

from __future__ import annotations

import io

import pytest

from huiwu.agenda.models import AgendaItem
from huiwu.attendees.models import Attendee
from huiwu.foundation.files import path_of
from huiwu.foundation.models import StoredFile
from huiwu.foundation.zips import ZipRefused
from huiwu.kernel.errors import InvalidInput, Refusal
from huiwu.speaker_materials import errors
from huiwu.speaker_materials.inspecting import Inspected, inspect
from huiwu.speaker_materials.models import ShowStandards
from huiwu.speaker_materials.reading.pdf import read_pdf
from huiwu.speaker_materials.reading.pptx import read_pptx
from huiwu.speaker_materials.rules.judging import missing_fonts, ratio_words
from huiwu.speaker_materials.words import finding_words
from tests.speaker_materials import files
from tests.speaker_materials.conftest import give, of, own


def judged(content: bytes, name: str = "演讲.pptx", kind: str = "slides", **standards: object) -> Inspected:
    show = ShowStandards(**standards)
    return inspect(io.BytesIO(content), name=name, size=len(content), kind=kind, standards=show)


def codes(found: Inspected) -> list[str]:
    return [finding.code for finding in found.findings]


def test_a_good_deck_has_pages_words_and_nothing_to_mend() -> None:
    found = judged(files.slides("开放协作", ("一", "二")))
    assert (found.page_count, found.width, found.height) == (3, 960, 540)
    assert found.outline == ["开放协作", "一", "二"]
    assert (found.fonts, found.missing_fonts, found.findings) == (["Arial", "微软雅黑"], [], [])


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (files.old_shape(), "ratio", "页面是 4:3，会场屏幕是 16:9，放映时会留边或变形。"),
        (files.with_linked_video(), "linked_video", "opening.mp4"),
        (files.with_lost_video(), "lost_video", "media1.mp4"),
        (files.slides(font="方正兰亭黑"), "fonts", "方正兰亭黑"),
        (files.with_hidden_page(), "hidden_pages", "有 1 页设为隐藏"),
    ],
)
def test_what_would_go_wrong_on_stage_is_said_and_the_file_taken(content: bytes, code: str, words: str) -> None:
    found = judged(content)
    assert codes(found) == [code]
    assert words in finding_words(found.findings[0].packed())


def test_a_video_inside_and_a_font_carried_along_are_fine() -> None:
    assert codes(judged(files.with_video())) == []
    assert codes(judged(files.with_embedded_font())) == []


def test_the_playing_computers_own_fonts_and_screen_count() -> None:
    assert codes(judged(files.slides(font="方正兰亭黑"), fonts=["方正兰亭黑"])) == []
    assert codes(judged(files.old_shape(), ratio="4:3")) == []
    assert codes(judged(files.old_shape(), ratio="")) == []


def test_one_font_is_known_under_all_its_names() -> None:
    used = [
        "Microsoft YaHei",
        "MicrosoftYaHei-Bold",
        "ArialMT",
        "Arial-BoldMT",
        "TimesNewRomanPSMT",
        "SimSun",
        "Helvetica-Oblique",
    ]
    assert missing_fonts(used, []) == []
    assert missing_fonts(["Arial Unicode", "思源黑体"], ["Noto Sans CJK SC"]) == ["Arial Unicode"]


def test_pdf_pages_are_counted_and_fonts_not_carried_along_named() -> None:
    found = judged(files.pdf(12), "演讲.pdf")
    assert (found.page_count, codes(found)) == (12, [])
    assert codes(judged(files.pdf(2, 595, 842), "演讲.pdf")) == ["ratio"]
    deck = read_pdf(io.BytesIO(files.pdf_with_text()))
    assert (deck.outline, deck.fonts) == (("Open cooperation",), ("FZLTHK--GBK1-0",))
    assert codes(judged(files.pdf_with_text(), "演讲.pdf")) == ["fonts"]
    assert codes(judged(files.pdf_with_text("Helvetica"), "演讲.pdf")) == []


def test_shapes_have_names() -> None:
    assert [ratio_words(*size) for size in ((960, 540), (720, 540), (842, 595), (500, 500))] == [
        "16:9",
        "4:3",
        "A4",
        "1.00:1",
    ]


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("演讲.key", files.keynote(), errors.KeynoteUnusable),
        ("演讲.pptx", files.keynote(), errors.KeynoteUnusable),
        ("演讲.ppt", files.old_powerpoint(), errors.OldOffice),
        ("演讲.pptx", files.protected(), errors.FileLocked),
        ("演讲.pptm", files.with_macro(), errors.ProgramInside),
        ("演讲.pptx", files.with_control(), errors.ProgramInside),
        ("演讲.pptx", files.with_entity(), errors.FileDamaged),
        ("演讲.pptx", files.slides()[:900], errors.FileDamaged),
        ("演讲.pptx", b"hello", errors.FileDamaged),
        ("演讲.exe", b"MZ" + b"\0" * 100, errors.FormatUnusable),
        ("演讲.jpg", files.photo(), errors.FormatUnusable),
        ("演讲.pdf", files.pdf(password="secret"), errors.FileLocked),
        ("演讲.pdf", b"%PDF-1.7 broken", errors.FileDamaged),
        ("演讲.pptx", files.bomb(), ZipRefused),
    ],
)
def test_what_cannot_be_played_is_refused_with_what_to_do(name: str, content: bytes, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal) as found:
        judged(content, name)
    assert "没有" in str(found.value)


def test_larger_than_the_show_allows_is_refused_before_it_is_read() -> None:
    with pytest.raises(errors.FileTooLargeForShow) as found:
        inspect(io.BytesIO(b""), name="演讲.pptx", size=6_000_001, kind="slides", standards=ShowStandards(largest_mb=5))
    assert "有 7 MB，超过本会议的上限 5 MB" in str(found.value)


def test_photos_are_judged_by_size_and_shape() -> None:
    assert codes(judged(files.photo(), "照片.jpg", "photo")) == []
    assert codes(judged(files.photo(400, 500), "照片.jpg", "photo")) == ["photo_small"]
    assert codes(judged(files.photo(1600, 900, "PNG"), "照片.png", "photo")) == ["photo_shape"]
    with pytest.raises(errors.FormatUnusable):
        judged(files.pdf(), "照片.pdf", "photo")
    with pytest.raises(errors.FileDamaged):
        judged(files.photo()[:12], "照片.jpg", "photo")


def test_a_handout_may_be_a_paper_and_is_not_judged_for_the_screen() -> None:
    found = judged(files.pdf(3, 595, 842), "讲义.pdf", "handout")
    assert (found.page_count, codes(found)) == (3, [])


def test_slides_are_read_in_their_order_and_from_any_place() -> None:
    assert read_pptx(io.BytesIO(files.slides("一", ("二", "三")))).outline == ("一", "二", "三")


@pytest.mark.django_db
def test_nothing_of_a_refused_file_is_kept(item: AgendaItem, wang: Attendee) -> None:
    actor, row = own(wang), of(wang, "slides")
    for content, name in ((files.with_macro(), "演讲.pptm"), (files.bomb(), "演讲.pptx"), (b"", "演讲.pptx")):
        with pytest.raises((Refusal, InvalidInput)):
            give(actor, row, content, name)
    row.refresh_from_db()
    assert (StoredFile.objects.count(), row.version_count, row.state) == (0, 0, "wanted")
    kept = give(actor, row)
    assert kept.file is not None
    assert path_of(kept.sha256).exists()
