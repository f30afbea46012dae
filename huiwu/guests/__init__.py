"""Guests: invitations, replies, follow-up, travel wishes, titles (SOP P12)."""
