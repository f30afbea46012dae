"""Filters of venues' templates."""
