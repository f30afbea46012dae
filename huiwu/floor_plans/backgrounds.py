"""The venue's own drawing behind a plan: a picture, laid to scale by one length that people know."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _
from PIL import Image

from huiwu.floor_plans import rules
from huiwu.floor_plans.bridge import Box
from huiwu.floor_plans.models import FloorPlan
from huiwu.floor_plans.services import Background
from huiwu.foundation.files import open_file
from huiwu.foundation.middleware import sentence_of
from huiwu.foundation.pages import actor_of
from huiwu.foundation.pictures import keep_picture
from huiwu.kernel.errors import Refusal
from huiwu.venues.models import Room


def kept_background(request: HttpRequest, room: Room, plan: FloorPlan) -> tuple[Background | None, str]:
    """The venue's drawing as it was sent or as it lies there, with its place; or a sentence that says why not.

    `picture_width` is the real length, in metres, that the picture's whole width shows, as wide as the room if empty;
    `picture_x` and `picture_y` say how far the picture's corner lies from the room's.
    """
    upload = request.FILES.get("picture")
    stored = plan.background
    if upload is None and stored is None:
        return None, ""
    width_mm = rules.millimetres(request.POST.get("picture_width", "")) or room.width_mm or 0
    if not 1_000 <= width_mm <= rules.LONGEST_MM:
        return None, _("请写明图片整幅宽度对应的实际长度（米），例如 18.5。图片没有保存。")
    wide, high = plan.background_width_px or 1, plan.background_height_px or 1
    if upload is not None:
        try:
            stored = keep_picture(upload, name=upload.name or "", kept_by=actor_of(request).id).stored
        except Refusal as refusal:
            return None, sentence_of(refusal)
        with open_file(stored) as content, Image.open(content) as image:
            wide, high = image.size
    x, y = (rules.millimetres(request.POST.get(name, "")) or 0 for name in ("picture_x", "picture_y"))
    assert stored is not None
    return Background(stored, wide, high, max(1, width_mm * 1_000 // wide), x, y), ""


def background_box(plan: FloorPlan | None) -> Box | None:
    """Where the drawing lies in the room."""
    if plan is None or not plan.background_id or not plan.micrometres_per_pixel:
        return None
    scale = plan.micrometres_per_pixel
    wide, high = plan.background_width_px or 0, plan.background_height_px or 0
    return Box(plan.background_x_mm, plan.background_y_mm, wide * scale // 1_000, high * scale // 1_000)


def typed_place(plan: FloorPlan) -> dict[str, str]:
    """Scale and place of the drawing as their fields show them."""
    box = background_box(plan)
    if box is None:
        return {"width": "", "x": "", "y": ""}
    return {"width": rules.metres(box.width_mm), "x": rules.metres(box.x_mm), "y": rules.metres(box.y_mm)}
