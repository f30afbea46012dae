"""Pure rules of the agenda: what cannot be, what is too tight, what differs."""
