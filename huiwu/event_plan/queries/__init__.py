"""Nouns of the event plan."""

from huiwu.event_plan.queries.plans import current_content, plan_of, signed_plan, written_content

__all__ = ["current_content", "plan_of", "signed_plan", "written_content"]
