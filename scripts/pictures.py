"""Pictures of the product for the README: the demo served from a fresh folder, seen with the system's Chromium.

Each is brought to at most 200 KB by fewer colours, then by size.
"""

from __future__ import annotations

import io
import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.stand import Stand

LARGEST = 200_000
PAGE = 9
PASSWORD = secrets.token_urlsafe(12)
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
DESKTOP = {"width": 1280, "height": 860}
PHONE = {"width": 360, "height": 740}

LOAD = f"""
from huiwu.accounts.models import User
from huiwu.config import demo
demo.load_into_empty()
for user in User.objects.filter(email__in=['owner@example.test', 'lead@example.test']):
    user.set_password({PASSWORD!r})
    user.save()
from huiwu.checks.services import judge_meeting
from huiwu.foundation.actors import SYSTEM
from huiwu.meetings.models import Meeting
for meeting in Meeting.objects.all():
    judge_meeting(actor=SYSTEM, meeting=meeting)
"""
LINK = """
from huiwu.documents.models import Version
from huiwu.documents.services import invite_to_sign
from huiwu.foundation.actors import Actor
from huiwu.accounts.models import User
version = Version.objects.get(document__kind='event_plan', document__meeting__client__name='启明科技', status='review')
actor = Actor.of_user(User.objects.get(email='lead@example.test'))
print(invite_to_sign(actor=actor, version_id=version.pk, person='赵明远')[1])
"""
GUEST = """
from huiwu.accounts.models import User
from huiwu.attendees.services import personal_link
from huiwu.foundation.actors import Actor
from huiwu.guests.choices import RsvpStatus
from huiwu.guests.models import Guest
guest = Guest.objects.filter(meeting__client__name='启明科技', rsvp_status=RsvpStatus.CONFIRMED).order_by('pk').first()
actor = Actor.of_user(User.objects.get(email='lead@example.test'))
print(personal_link(actor=actor, attendee=guest.attendee)[1])
"""
SLUGS = """
from huiwu.meetings.models import Meeting
for meeting in Meeting.objects.select_related('client'):
    print(meeting.client.name, meeting.slug)
"""


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        stand = Stand(Path(place))
        stand.huiwu("setup")
        stand.python(LOAD)
        slugs = dict(line.split() for line in stand.python(SLUGS).splitlines())
        client, guest = (stand.python(script).splitlines()[-1] for script in (LINK, GUEST))
        stand.start()
        try:
            with sync_playwright() as playwright:
                chromium = playwright.chromium.launch(executable_path=os.environ["HUIWU_TEST_BROWSER"], args=QUIET)
                take(chromium, stand.url, slugs, client, guest, folder)
                chromium.close()
        finally:
            stand.stop()


def take(chromium: Any, url: str, slugs: dict[str, str], client: str, guest: str, folder: Path) -> None:
    forum, gala, seminar = slugs["启明科技"], slugs["长风集团"], slugs["江南城市研究会"]
    lead, owner = signed_in(chromium, url, "lead"), signed_in(chromium, url, "owner")
    for page, name, address, down in (
        (lead, "desk", "/", 0),
        (lead, "plan", f"/m/{gala}/plan/gantt/", 420),
        (lead, "brief", f"/m/{forum}/brief/", 0),
        (lead, "attendees", f"/m/{forum}/attendees/", 0),
        (lead, "agenda", f"/m/{forum}/agenda/", 160),
        (owner, "findings", f"/m/{seminar}/checks/", 0),
    ):
        page.goto(address)
        page.mouse.wheel(0, down)
        page.wait_for_timeout(800)
        keep(page.screenshot(), folder / f"{name}.png")
    phone = chromium.new_context(
        base_url=url, locale="zh-CN", viewport=PHONE, device_scale_factor=2, is_mobile=True, has_touch=True
    ).new_page()
    for name, address in (
        ("phone", f"/l/{client}/"),
        ("reply", f"/l/{guest}/rsvp/"),
        ("ticket", f"/l/{guest}/me/"),
    ):
        phone.goto(address)
        keep(phone.screenshot(), folder / f"{name}.png")
    sheet = phone.request.get(f"/l/{client}/pdf/file/").body()
    keep(one_page(sheet), folder / "sheet.png")


def signed_in(chromium: Any, url: str, who: str) -> Any:
    page = chromium.new_context(base_url=url, locale="zh-CN", timezone_id="Asia/Shanghai", viewport=DESKTOP).new_page()
    page.goto("/account/login/")
    page.fill("input[name=login]", f"{who}@example.test")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda where: "/login" not in where)
    return page


def one_page(pdf: bytes) -> bytes:
    """The page with the budget, by poppler's `pdftoppm`."""
    command = ["pdftoppm", "-f", str(PAGE), "-l", str(PAGE), "-r", "80", "-png", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout  # noqa: S603  # our own words


def keep(png: bytes, path: Path) -> None:
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    for colours in (256, 64, 32):
        out = io.BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        if out.tell() <= LARGEST:
            break
        if colours == 64:
            picture = picture.resize((picture.width * 3 // 4, picture.height * 3 // 4))
    path.write_bytes(out.getvalue())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
