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
LIBRARY = {"supplier_id": "library_supplier_id"}
PAPER = {"qualification_id": "paper_id"}
MEETING_PAPER = {"qualification_id": "meeting_paper_id"}

ROWS: dict[str, May] = {
    "suppliers:library": page(MEMBERS),
    "suppliers:new": both(EDITORS | STRANGERS),
    "suppliers:known": page(EDITORS | STRANGERS),
    "suppliers:supplier": page(OURS, at=LIBRARY),
    "suppliers:edit": both(EDITORS, at=LIBRARY),
    "suppliers:status": act(EDITORS, at=LIBRARY),
    "suppliers:contacts": both(EDITORS, at=LIBRARY),
    "suppliers:paper_new": both(EDITORS, at=LIBRARY),
    "suppliers:paper": both(EDITORS, at=PAPER),
    "suppliers:paper_remove": act(EDITORS, at=PAPER),
    "suppliers:paper_file": page(OURS, at=PAPER),
    "suppliers:meeting": page(TEAM),
    "suppliers:add": both(ENGAGERS),
    "suppliers:contact_list": page(TEAM),
    "suppliers:contact_file": page(CALLERS, at={"form": "xlsx"}),
    "suppliers:need": both(ENGAGERS, at={"category": "build"}),
    "suppliers:meeting_paper_file": page(TEAM, at=MEETING_PAPER),
    "suppliers:engagement": May(get=TEAM, post=ENGAGERS),
    "suppliers:take_up": act(ENGAGERS, send={"state": "selected"}),
    "suppliers:drop": act(ENGAGERS),
    "suppliers:group_file": page(TEAM),
    "suppliers:meeting_paper_new": both(ENGAGERS),
    "suppliers:rate": both(RATERS),
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
    ids["library_supplier_id"] = row.pk
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
