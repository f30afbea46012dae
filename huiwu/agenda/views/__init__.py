"""Doors of the agenda."""
