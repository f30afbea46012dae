"""Boxes and discs on a floor. All sums are of integers, so that touching is never mistaken for overlapping."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """`x_mm`, `y_mm` is the upper left corner. A round one is the disc of `width_mm` inside its box."""

    x_mm: int
    y_mm: int
    width_mm: int
    depth_mm: int
    is_round: bool = False

    @property
    def right_mm(self) -> int:
        return self.x_mm + self.width_mm

    @property
    def bottom_mm(self) -> int:
        return self.y_mm + self.depth_mm

    def widened(self, by_mm: int) -> Box:
        """The same with a strip of that width on every side."""
        return Box(self.x_mm - by_mm, self.y_mm - by_mm, self.width_mm + 2 * by_mm, self.depth_mm + 2 * by_mm)

    def lies_within(self, width_mm: int, length_mm: int) -> bool:
        """Whether it stands wholly inside a room of that size."""
        return self.x_mm >= 0 and self.y_mm >= 0 and self.right_mm <= width_mm and self.bottom_mm <= length_mm

    def overlaps(self, other: Box) -> bool:
        """Whether the two share floor; touching edges do not."""
        if self.is_round and other.is_round:
            return _discs_overlap(self, other)
        if self.is_round:
            return _disc_overlaps_box(self, other)
        if other.is_round:
            return _disc_overlaps_box(other, self)
        return (
            self.x_mm < other.right_mm
            and other.x_mm < self.right_mm
            and self.y_mm < other.bottom_mm
            and other.y_mm < self.bottom_mm
        )


def _middle2(box: Box) -> tuple[int, int]:
    """Twice the middle, so that it stays whole."""
    return 2 * box.x_mm + box.width_mm, 2 * box.y_mm + box.depth_mm


def _discs_overlap(a: Box, b: Box) -> bool:
    (ax, ay), (bx, by) = _middle2(a), _middle2(b)
    return (ax - bx) ** 2 + (ay - by) ** 2 < (a.width_mm + b.width_mm) ** 2


def _disc_overlaps_box(disc: Box, box: Box) -> bool:
    """The box's nearest point lies inside the disc."""
    if not box.width_mm or not box.depth_mm:
        return False
    x, y = _middle2(disc)
    near_x = min(max(x, 2 * box.x_mm), 2 * box.right_mm)
    near_y = min(max(y, 2 * box.y_mm), 2 * box.bottom_mm)
    return (x - near_x) ** 2 + (y - near_y) ** 2 < disc.width_mm**2
