"""Every page draws, works without script, keeps what was typed, and asks the database as often for three as for one."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huiwu.agenda.models import AgendaItem
from huiwu.attendees.models import Attendee
from huiwu.attendees.services import personal_link
from huiwu.foundation.actors import SYSTEM
from huiwu.foundation.models import StoredFile
from huiwu.foundation.registry.personal import HOLDERS
from huiwu.meetings.models import Function
from huiwu.privacy.models import Consent
from huiwu.speaker_materials import services
from huiwu.speaker_materials.models import MaterialRequest, MaterialVersion, ShowStandards, SpeakerMaterial
from tests.cast import Cast
from tests.guests.conftest import publish_notice
from tests.speaker_materials import files
from tests.speaker_materials.conftest import give, of, own, person, settle, stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.lead)
    return client


def url(cast: Cast, name: str, *args: Any) -> str:
    return reverse(f"speaker_materials:{name}", args=[cast.meeting.slug, *args])


def own_url(person: Attendee, name: str, *args: Any) -> str:
    _link, token = personal_link(actor=SYSTEM, attendee=person)
    return reverse(f"speaker_materials:{name}", args=[token, *args])


def text(response: Any, status: int = 200) -> str:
    assert response.status_code == status, (response.status_code, response.content.decode()[:2000])
    return response.content.decode()


def upload(content: bytes, name: str = "演讲.pptx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_without_speakers_the_list_says_what_to_do(cast: Cast, lead: Client) -> None:
    assert "在议程的环节里排上讲者" in text(lead.get(url(cast, "materials")))


def test_the_list_asks_as_often_for_three_as_for_one(
    cast: Cast, lead: Client, hall: Function, item: AgendaItem, wang: Attendee
) -> None:
    stage(cast, hall, ((person(cast, "钱三"), "talk"),), title="第三位", minute=60)
    services.follow_agenda(actor=SYSTEM, meeting=cast.meeting)
    settle(cast, wang)
    lead.get(url(cast, "materials"))
    with CaptureQueriesContext(connection) as three:
        lead.get(url(cast, "materials"))
    SpeakerMaterial.objects.exclude(attendee=wang).delete()
    with CaptureQueriesContext(connection) as one:
        assert "王建国" in text(lead.get(url(cast, "materials")))
    assert len(three) == len(one)


def test_filters_stand_in_the_address(
    cast: Cast, lead: Client, hall: Function, item: AgendaItem, wang: Attendee
) -> None:
    settle(cast, wang)
    names = {
        "state=owed": (False, True),
        "state=accepted": (True, False),
        "kind=slides": (True, False),
        "q=wangjianguo": (True, False),
        f"function={hall.pk}": (True, True),
        "function=nothing&state=late": (False, False),
    }
    for query, expected in names.items():
        shown = text(lead.get(f"{url(cast, 'materials')}?{query}"))
        assert ("王建国" in shown, "李红" in shown) == expected, query


def test_asking_goes_to_the_chosen_and_says_so(cast: Cast, lead: Client, item: AgendaItem, wang: Attendee) -> None:
    answer: Any = lead.post(url(cast, "ask"), {"whom": "chosen", "query": "state=owed"})
    assert (answer.url, MaterialRequest.objects.count()) == (f"{url(cast, 'materials')}?state=owed", 0)
    lead.post(url(cast, "ask"), {"whom": "chosen", "speakers": [str(wang.pk), "nonsense"]})
    assert list(MaterialRequest.objects.values_list("attendee", flat=True)) == [wang.pk]
    answer = lead.post(url(cast, "ask"), {"whom": "one", "speakers": str(wang.pk)})
    assert answer.url == url(cast, "speaker", wang.pk)
    assert "首次索取" in text(lead.get(answer.url))


def test_the_package_holds_the_files_and_the_list(cast: Cast, lead: Client, item: AgendaItem, wang: Attendee) -> None:
    settle(cast, wang)
    answer: Any = lead.get(url(cast, "package"))
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as package:
        assert sorted(package.namelist()) == [
            "0318-大会堂/0318-大会堂-01-王建国-演示文稿-v1.pptx",
            "讲者/讲者-王建国-讲者照片-v1.jpg",
            "讲者资料清单.xlsx",
        ]
        assert package.testzip() is None


def test_taken_in_judged_and_returned_on_the_speakers_page(
    cast: Cast, lead: Client, item: AgendaItem, wang: Attendee
) -> None:
    slides, page = of(wang, "slides"), url(cast, "speaker", wang.pk)
    assert "肖像与录音录像" in text(lead.get(page))
    refused = lead.post(url(cast, "hand_in", slides.pk), {"file": upload(files.with_macro(), "演讲.pptm")})
    assert "里有宏或控件" in text(refused, 415)
    assert "请先选择文件。" in text(lead.post(url(cast, "hand_in", slides.pk)), 422)
    lead.post(url(cast, "hand_in", slides.pk), {"file": upload(files.old_shape())})
    assert "页面是 4:3，会场屏幕是 16:9" in text(lead.get(page))
    kept = lead.post(url(cast, "judge", slides.pk), {"act": "return", "number": "7", "reason": "改成宽屏"})
    assert "改成宽屏" in text(kept, 409)
    lead.post(url(cast, "judge", slides.pk), {"act": "return", "number": "1", "reason": "改成宽屏"})
    assert "退回原因" in text(lead.get(page))
    lead.post(url(cast, "hand_in", slides.pk), {"file": upload(files.slides("改好了"))})
    shown = text(lead.get(page))
    assert "与第 1 版的差异" in shown
    assert "作废的版本" in shown
    lead.post(url(cast, "judge", slides.pk), {"act": "accept", "number": "2"})
    assert of(wang, "slides").state == "accepted"


def test_words_too_long_stay_in_the_form(cast: Cast, lead: Client, item: AgendaItem, wang: Attendee) -> None:
    answer: Any = lead.post(url(cast, "hand_in", of(wang, "title").pk), {"text": "题" * 90})
    shown = text(answer, 422)
    assert "最多 80 个字，现在是 90 个。" in shown
    assert "题" * 90 in shown


def test_deadline_waiver_and_more_are_set_on_the_speakers_page(
    cast: Cast, lead: Client, item: AgendaItem, wang: Attendee
) -> None:
    slides = of(wang, "slides")
    lead.post(url(cast, "adjust", slides.pk), {"act": "due", "due_on": "2027-03-14"})
    lead.post(url(cast, "adjust", slides.pk), {"act": "due", "due_on": "soon"})
    assert str(of(wang, "slides").due_on) == "2027-03-14"
    assert "请写明为什么不需要" in text(lead.post(url(cast, "adjust", slides.pk), {"act": "waive"}), 422)
    lead.post(url(cast, "adjust", slides.pk), {"act": "waive", "reason": "脱稿演讲"})
    assert "脱稿演讲" in text(lead.get(url(cast, "speaker", wang.pk)))
    lead.post(url(cast, "adjust", slides.pk), {"act": "want"})
    lead.post(url(cast, "extra", wang.pk), {"kind": "video", "item": str(item.pk)})
    again = lead.post(url(cast, "extra", wang.pk), {"kind": "video", "item": str(item.pk)})
    assert "没有重复添加" in text(again, 409)


def test_what_the_show_asks_is_kept_and_a_stale_form_keeps_its_words(cast: Cast, lead: Client) -> None:
    values = {
        "ratio": "4:3",
        "due_days_before": 10,
        "largest_mb": 50,
        "photo_side": 800,
        "fonts": "方正兰亭黑\n 方正兰亭黑\n",
        "revision": 0,
    }
    assert lead.post(url(cast, "show"), values).status_code == 302
    row = ShowStandards.objects.get()
    assert (row.ratio, row.fonts, row.due_days_before, row.revision) == ("4:3", ["方正兰亭黑"], 10, 1)
    stale = text(lead.post(url(cast, "show"), values | {"fonts": "我写的字体"}), 409)
    assert "我写的字体" in stale
    assert 'name="revision" value="1"' in stale
    assert lead.post(url(cast, "show"), values | {"revision": 1, "ratio": ""}).status_code == 302
    assert text(lead.post(url(cast, "show"), values | {"revision": 2, "largest_mb": 0}), 422)


def test_the_speaker_hands_in_everything_on_the_phone(cast: Cast, item: AgendaItem, wang: Attendee) -> None:
    publish_notice(cast)
    phone = Client()
    assert "还请提交 4 项" in text(phone.get(reverse("attendees:own", args=[own_url(wang, "own").split("/")[2]])))
    phone.post(
        own_url(wang, "own_material", of(wang, "title").pk), {"text": "开放协作的新阶段", "text_en": "A new phase"}
    )
    phone.post(own_url(wang, "own_material", of(wang, "biography").pk), {"text": "王建国，院长。\n\n长期研究协作。"})
    phone.post(own_url(wang, "own_material", of(wang, "photo").pk), {"file": upload(files.photo(), "我.jpg")})
    refused = phone.post(
        own_url(wang, "own_material", of(wang, "slides").pk), {"file": upload(files.keynote(), "讲.key")}
    )
    assert "Keynote" in text(refused, 415)
    answer: Any = phone.post(own_url(wang, "own_material", of(wang, "slides").pk), {"file": upload(files.slides())})
    shown = text(phone.get(answer.url))
    assert "都交齐了，谢谢" in shown
    assert "开放协作的新阶段" in shown
    assert set(SpeakerMaterial.objects.filter(attendee=wang).values_list("state", flat=True)) == {"received"}
    phone.post(own_url(wang, "own_consent"))
    phone.post(own_url(wang, "own_consent"))
    assert list(Consent.objects.values_list("subject_id", "purpose")) == [(wang.pk, "portrait")]


def test_nobody_sees_the_files_of_somebody_else(cast: Cast, item: AgendaItem, wang: Attendee, li: Attendee) -> None:
    version = give(own(wang), of(wang, "slides"))
    phone = Client()
    assert phone.get(own_url(wang, "own_file", version.pk)).status_code == 200
    assert phone.get(own_url(li, "own_file", version.pk)).status_code == 404
    assert phone.get(own_url(li, "own_material", of(wang, "slides").pk)).status_code == 404


def test_a_photo_shows_small_and_the_slides_download(
    cast: Cast, lead: Client, item: AgendaItem, wang: Attendee
) -> None:
    photo = give(own(wang), of(wang, "photo"), files.photo(), "我.jpg")
    slides = give(own(wang), of(wang, "slides"))
    small = lead.get(f"{url(cast, 'file', photo.pk)}?small=1")
    assert small.headers["Content-Disposition"].startswith("inline")
    assert lead.get(url(cast, "file", slides.pk)).headers["Content-Disposition"].startswith("attachment")


def test_erasing_takes_words_files_and_thumbnails(cast: Cast, lead: Client, item: AgendaItem, wang: Attendee) -> None:
    settle(cast, wang)
    held = [one.holding for one in HOLDERS.values() if one.code.startswith("speaker_materials.")]
    told = [row for holding in held for row in holding.rows(cast.meeting, wang.pk)]
    assert len(told) == 4
    assert {wang.pk} == {pk for holding in held for pk in holding.subjects(cast.meeting)}
    assert sum(holding.erase(cast.meeting, wang.pk) for holding in held) == 4
    assert sum(holding.erase(cast.meeting, wang.pk) for holding in held) == 0
    assert (StoredFile.objects.count(), MaterialVersion.objects.exclude(text="").count()) == (0, 0)
    assert "内容已按个人信息规则删除。" in text(lead.get(url(cast, "speaker", wang.pk)))
