"""Words of planning in templates."""
