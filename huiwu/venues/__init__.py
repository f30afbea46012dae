"""Venues and their rooms, what they hold and carry, and who uses them when."""
