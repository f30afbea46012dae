"""SOP templates, the generated plan, steps, gates, evidence, own tasks, people's time, re-planning."""
