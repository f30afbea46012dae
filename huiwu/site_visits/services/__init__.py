"""Verbs of site visits, split by what they are about."""

from huiwu.site_visits.services.candidates import (
    add_candidate,
    add_new_venue,
    decline_candidate,
    move_candidate,
    recommend_candidate,
    save_terms,
)
from huiwu.site_visits.services.choice import propose_choice, send_choice, settle_choice
from huiwu.site_visits.services.entries import receive_entries
from huiwu.site_visits.services.judging import decide_veto, settle_difference, take_over_measurement
from huiwu.site_visits.services.photos import keep_visit_photo
from huiwu.site_visits.services.visits import begin_visit
from huiwu.site_visits.services.weights import save_scheme, set_search

__all__ = [
    "add_candidate",
    "add_new_venue",
    "begin_visit",
    "decide_veto",
    "decline_candidate",
    "keep_visit_photo",
    "move_candidate",
    "propose_choice",
    "receive_entries",
    "recommend_candidate",
    "save_scheme",
    "save_terms",
    "send_choice",
    "set_search",
    "settle_choice",
    "settle_difference",
    "take_over_measurement",
]
