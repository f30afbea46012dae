"""Nouns of personal information."""
