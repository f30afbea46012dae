"""Finds omissions and contradictions across all capabilities, remembers them, and shows who has to act."""
