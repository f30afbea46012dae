"""Who may open the library and a meeting's suppliers."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from huiwu.foundation.files import keep_file
from huiwu.kernel.credit_code import check_character
from huiwu.suppliers import services
from tests.access.may import LEADS, MEMBERS, OURS, TEAM, May, act, both, page

BUYERS = LEADS | {"procurement", "commercial_manager"}
EDITORS = BUYERS
ENGAGERS = BUYERS | {"finance", "venue_team", "materials_team", "av_team", "planner"}
RATERS = ENGAGERS | {"operations_head"}
CALLERS = TEAM - {"build_contractor", "interpreter"}
STRANGERS = frozenset({"stranger"})
PAPER = {"qualification_id": "paper_id"}
MEETING_PAPER = {"qualification_id": "meeting_paper_id"}

ROWS: dict[str, May] = {
    "suppliers/": page(MEMBERS),
    "suppliers/new/": both(EDITORS | STRANGERS),
    "suppliers/known/": page(EDITORS | STRANGERS),
    "suppliers/<uuid:supplier_id>/": page(OURS),
    "suppliers/<uuid:supplier_id>/edit/": both(EDITORS),
    "suppliers/<uuid:supplier_id>/status/": act(EDITORS),
    "suppliers/<uuid:supplier_id>/contacts/": both(EDITORS),
    "suppliers/<uuid:supplier_id>/papers/new/": both(EDITORS),
    "suppliers/papers/<uuid:qualification_id>/": both(EDITORS, at=PAPER),
    "suppliers/papers/<uuid:qualification_id>/remove/": act(EDITORS, at=PAPER),
    "suppliers/papers/<uuid:qualification_id>/file/": page(OURS, at=PAPER),
    "m/<slug:slug>/suppliers/": page(TEAM),
    "m/<slug:slug>/suppliers/add/": both(ENGAGERS),
    "m/<slug:slug>/suppliers/contacts/": page(TEAM),
    "m/<slug:slug>/suppliers/contacts/<str:form>/": page(CALLERS, at={"form": "excel"}),
    "m/<slug:slug>/suppliers/needs/<slug:category>/": both(ENGAGERS),
    "m/<slug:slug>/suppliers/papers/<uuid:qualification_id>/file/": page(TEAM, at=MEETING_PAPER),
    "m/<slug:slug>/suppliers/<uuid:engagement_id>/": May(get=TEAM, post=ENGAGERS),
    "m/<slug:slug>/suppliers/<uuid:engagement_id>/state/": act(ENGAGERS, send={"state": "selected"}),
    "m/<slug:slug>/suppliers/<uuid:engagement_id>/drop/": act(ENGAGERS),
    "m/<slug:slug>/suppliers/<uuid:engagement_id>/group-file/": page(TEAM),
    "m/<slug:slug>/suppliers/<uuid:engagement_id>/papers/new/": both(ENGAGERS),
    "m/<slug:slug>/suppliers/<uuid:engagement_id>/rating/": both(RATERS),
}


def fill(world: Any) -> None:
    """A supplier with papers, engaged in the meeting, with its group's record."""
    cast, ids = world.cast, world.ids
    lead = cast.actor("lead")
    plain = "91310106MA1FL0001"
    values = {
        "name": "上海明筑会展服务有限公司",
        "unified_code": plain + check_character(plain),
        "categories": ["build"],
    }
    row = services.add_supplier(actor=lead, org=cast.org, values=values)
    stored = keep_file(BytesIO(b"%PDF-1.4 x"), name="执照.pdf", meeting_id=cast.meeting.pk)
    paper = {"kind": "business_licence"}
    ids["supplier_id"] = row.pk
    ids["paper_id"] = services.add_qualification(actor=lead, supplier=row, values=paper, file=stored).pk
    ids["meeting_paper_id"] = services.add_qualification(
        actor=lead, supplier=row, meeting=cast.meeting, values={"kind": "load_calculation"}, file=stored
    ).pk
    kept = services.engage_supplier(
        actor=lead, meeting=cast.meeting, supplier=row, category="build", state="considered"
    )
    services.save_supplier_group(
        actor=lead,
        meeting=cast.meeting,
        engagement_id=kept.pk,
        revision=kept.revision,
        values={"group_name": "搭建群"},
        file=stored,
    )
    ids["engagement_id"] = kept.pk
    ids["category"] = "build"
    ids["excel"] = "xlsx"
