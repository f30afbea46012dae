"""Rows to engine values and back: the only importer of the planning engine."""
