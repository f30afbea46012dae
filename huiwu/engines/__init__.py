"""Pure engines. No Django, no clock, no other engine."""
