"""Nouns of procurement. `selected` and `promises` are what contracts and budget read."""

from huiwu.procurement.queries.outcome import MadePromise, Selected, promises, selected, selection_for

__all__ = ["MadePromise", "Selected", "promises", "selected", "selection_for"]
