"""Addresses lead here; nothing is decided in a view."""
