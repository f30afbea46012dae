"""The readable history: every fact as a sentence with today's names."""
