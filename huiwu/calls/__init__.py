"""Whom to ring next, what was said, when again: the callers' queue (EX-105, SOP P12)."""
