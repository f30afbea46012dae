"""What stands where on a floor, and what must stay free (numbers.md §2; failures.md OM-035). Millimetres, integers.

The origin is the room's upper left corner; x runs to the right along its width, y downwards along its length.
"""

from huiwu.engines.floorplan.judging import Conflict, Kept, Placed, judge
from huiwu.engines.floorplan.shapes import Box

__all__ = ["Box", "Conflict", "Kept", "Placed", "judge"]
