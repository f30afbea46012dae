"""How many people a room takes in a layout, with the working.

`recommended = min(by area, 85 % of the places laid, what the exits allow, the contract)`;
`maximum = min(places laid, what the exits allow, the contract)`. Round tables are recommended whole.
"""

from __future__ import annotations

from dataclasses import dataclass

from huiwu.engines.capacity.exits import aisle_notes, exit_notes, people_allowed
from huiwu.engines.capacity.places import ROWS, TABLES, Laid, laid_out
from huiwu.engines.capacity.room import Arrangement, RoomMeasures
from huiwu.engines.capacity.standards import Numbers
from huiwu.engines.capacity.working import Note, Step

LAYOUTS = ("theatre", "classroom", "banquet", "cabaret", "u_shape", "hollow_square", "boardroom", "cocktail")
ZONES = ("stage_depth_mm", "first_row_gap_mm", "rear_depth_mm")
"""Zones whose depth is a standard's unless the room has its own."""
WHOLE = 1000


@dataclass(frozen=True, slots=True)
class Capacity:
    """Figures in people; None is unknown. `tables` of `table_seats` make up the recommended figure of round tables."""

    layout: str
    by_area: int | None
    arranged: int | None
    by_exits: int | None
    by_contract: int | None
    recommended: int | None
    maximum: int | None
    tables: int | None
    table_seats: int
    laid: Laid | None
    steps: tuple[Step, ...]
    notes: tuple[Note, ...]

    @property
    def is_known(self) -> bool:
        return self.maximum is not None


def capacity(room: RoomMeasures, layout: str, how: Arrangement, numbers: Numbers) -> Capacity:
    """Both methods and both limits for one layout. An unknown measure leaves its figure out and is named in `notes`."""
    steps: list[Step] = []
    usable = _usable(room, how, numbers, steps)
    by_area = _by_area(room, layout, usable, numbers, steps)
    laid = laid_out(room, layout, how, numbers)
    arranged = _standing(room, usable, numbers, steps) if layout == "cocktail" else _arranged(laid, how, numbers, steps)
    by_exits = _by_exits(room, numbers, steps)
    if room.contract_limit is not None:
        steps.append(Step("contract", {}, room.contract_limit, "people"))
    maximum = _maximum(arranged, by_area, by_exits, room.contract_limit, steps)
    recommended, tables = _recommended(layout, by_area, arranged, by_exits, room.contract_limit, numbers, steps)
    notes = exit_notes(room.exits, numbers)
    if room.floor_dm2 is None:
        notes.append(Note("area_unknown"))
    if laid is not None:
        notes += aisle_notes(laid, how, numbers)
    elif layout != "cocktail":
        notes.append(Note("measures_unknown"))
    return Capacity(
        layout=layout,
        by_area=by_area,
        arranged=arranged,
        by_exits=by_exits,
        by_contract=room.contract_limit,
        recommended=recommended,
        maximum=maximum,
        tables=tables,
        table_seats=laid.unit_seats if laid and layout in TABLES else 0,
        laid=laid,
        steps=tuple(steps),
        notes=tuple(notes),
    )


def _usable(room: RoomMeasures, how: Arrangement, numbers: Numbers, steps: list[Step]) -> int | None:
    """Floor less stage, first-row zone, rear zone and what else stands there, in dm²; the zones take the full width."""
    if room.floor_dm2 is None:
        return None
    width = room.width_mm or 0
    zones = {
        "stage": how.stage_depth_mm * width // 10_000,
        "front": how.first_row_gap_mm * width // 10_000,
        "rear": how.rear_depth_mm * width // 10_000,
        "other": how.other_dm2,
    }
    usable = max(0, room.floor_dm2 - sum(zones.values()))
    sources = tuple(key for key in ZONES if 0 < numbers[key] == getattr(how, key))
    steps.append(Step("usable", {"floor": room.floor_dm2, **zones}, usable, "dm2", sources))
    return usable


def _share(room: RoomMeasures, numbers: Numbers) -> int:
    return numbers["phi_obstructed"] if room.is_obstructed else WHOLE


def _by_area(room: RoomMeasures, layout: str, usable: int | None, numbers: Numbers, steps: list[Step]) -> int | None:
    if usable is None:
        return None
    key, share = f"area_{layout}", _share(room, numbers)
    people = usable * share // (WHOLE * numbers[key])
    values = {"usable": usable, "share": share, "each": numbers[key]}
    steps.append(Step("by_area", values, people, "people", (key, "phi_obstructed") if share != WHOLE else (key,)))
    return people


def _standing(room: RoomMeasures, usable: int | None, numbers: Numbers, steps: list[Step]) -> int | None:
    """Nothing is laid for a reception: its most is how closely people may stand."""
    if usable is None:
        return None
    share, each = _share(room, numbers), numbers["area_cocktail_least"]
    people = usable * share // (WHOLE * each)
    values = {"usable": usable, "share": share, "each": each}
    steps.append(Step("standing", values, people, "people", ("area_cocktail_least",)))
    return people


def _arranged(laid: Laid | None, how: Arrangement, numbers: Numbers, steps: list[Step]) -> int | None:
    if laid is None:
        return None
    if laid.layout in ROWS:
        unit = "seat_width_mm" if laid.layout == "theatre" else "desk_width_mm"
        per_block = laid.across // laid.blocks
        steps.append(
            Step(
                "blocks",
                {"blocks": laid.blocks, "block_mm": laid.block_mm, "unit_mm": numbers[unit], "per_block": per_block},
                laid.across,
                "units",
                (unit, "side_aisle_mm", "centre_aisle_mm", "seats_beside_most"),
            )
        )
        pitch = "row_pitch_mm" if laid.layout == "theatre" else "desk_pitch_mm"
        values = {"pitch_mm": laid.pitch_mm, "crosses": laid.cross_aisles}
        steps.append(Step("rows", values, laid.rows, "rows", (pitch, "rows_between_cross_aisles")))
    elif laid.layout in TABLES:
        values = {"rows": laid.rows, "across": laid.across, "pitch_mm": laid.pitch_mm}
        steps.append(Step("tables", values, laid.units, "tables", ("round_table_mm", "round_table_gap_mm")))
    if laid.lost:
        steps.append(Step("columns", {"lost": laid.lost}, laid.units, "units"))
    values = {"rows": laid.rows, "across": laid.across, "units": laid.units, "seats": laid.unit_seats}
    code = "ring" if laid.layout not in (*ROWS, *TABLES) else "arranged"
    steps.append(Step(code, values, laid.count, "people", ("meeting_seat_mm",) if code == "ring" else ()))
    return laid.count


def _by_exits(room: RoomMeasures, numbers: Numbers, steps: list[Step]) -> int | None:
    allowed = people_allowed(room.exits, numbers)
    if allowed is not None:
        values = {"doors": len(room.exits), "width_mm": sum(door.width_mm for door in room.exits)}
        steps.append(Step("exits", values, allowed, "people", ("exit_width_per_100_mm", "exit_people")))
    return allowed


def _maximum(
    arranged: int | None, by_area: int | None, by_exits: int | None, contract: int | None, steps: list[Step]
) -> int | None:
    """Without measures of the sides the floor area stands in for the places laid."""
    held = arranged if arranged is not None else by_area
    if held is None:
        return contract
    found = min(part for part in (held, by_exits, contract) if part is not None)
    steps.append(Step("maximum", {}, found, "people"))
    return found


def _recommended(
    layout: str,
    by_area: int | None,
    arranged: int | None,
    by_exits: int | None,
    contract: int | None,
    numbers: Numbers,
    steps: list[Step],
) -> tuple[int | None, int | None]:
    share = None if arranged is None else arranged * numbers["recommended_share"] // WHOLE
    if share is not None:
        values = {"arranged": arranged or 0, "share": numbers["recommended_share"]}
        steps.append(Step("share", values, share, "people", ("recommended_share",)))
    known = [part for part in (by_area, share, by_exits, contract) if part is not None]
    if not known:
        return None, None
    people = min(known)
    steps.append(Step("recommended", {}, people, "people"))
    if layout not in TABLES or arranged is None:
        return people, None
    seats = numbers["banquet_seats" if layout == "banquet" else "cabaret_seats"]
    whole = people // seats
    steps.append(Step("whole_tables", {"people": people, "seats": seats, "tables": whole}, whole * seats, "people"))
    return whole * seats, whole
