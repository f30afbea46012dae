"""The capacity engine: how many people a room takes and what they need. Plain whole numbers in and out; no Django, no clock.

Lengths in millimetres, areas in square decimetres, shares in permille, power in watts, bandwidth in kbit/s, time in minutes.
Figures come from `Numbers` (data/standards.json: key, unit, default, source, region, day), so that a house may have its own.
The results carry their working, line by line. Evacuation figures are advice and replace no approval.

standards   STANDARDS, Numbers(values) ; numbers["row_pitch_mm"] ; Standard(key, group, unit, value, kind, source, …)
room        RoomMeasures, Column, Exit, Arrangement
places      laid_out(room, layout, arrangement, numbers) -> Laid ; .count .rows .places() for the drawing
exits       doors_needed(people, numbers) ; people_allowed(exits, numbers) ; aisle_faults(…)
capacity    capacity(room, layout, arrangement, numbers) -> Capacity(recommended, maximum, steps, notes)
sight       screen_for(…), relays_needed(…), stage_height(…), sight_faults(…)
needs       wheelchair_spaces(…), bandwidth(…), access_points(…), power_left(…)
hours       turnover_minutes(before, after, numbers), billed(minutes, numbers)
"""
