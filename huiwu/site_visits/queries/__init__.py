"""Nouns of site visits. Others use `confirmed_venue`, `promises`, `candidates_of`."""

from huiwu.site_visits.queries.candidates import candidate_for, candidates_of, need_of, weights_for
from huiwu.site_visits.queries.choice import choice_of, confirmed_venue
from huiwu.site_visits.queries.visits import promises, visit_for

__all__ = [
    "candidate_for",
    "candidates_of",
    "choice_of",
    "confirmed_venue",
    "need_of",
    "promises",
    "visit_for",
    "weights_for",
]
