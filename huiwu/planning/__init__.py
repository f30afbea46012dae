"""The plan of a meeting: SOP steps, gates, tasks, people."""
