"""Nouns: first contacts, clashes of dates, the brief and its goals."""
