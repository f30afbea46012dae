"""The desk: what is mine, what waits, what is late, what is missing; search; calendar feeds. It composes, it owns nothing."""
