"""Pure rules of site visits."""
