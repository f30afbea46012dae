"""The agenda (议程): days, tracks, items, speakers and what they need; versions the client confirms; who is to be told."""
