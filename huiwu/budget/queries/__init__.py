"""Nouns of the budget."""
