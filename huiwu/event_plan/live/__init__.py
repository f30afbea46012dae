"""Blocks of the event plan read from what meetings, brief and planning hold."""
