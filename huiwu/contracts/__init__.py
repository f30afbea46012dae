"""Contracts with client, venues, suppliers and speakers: terms, guarantees, cancellation, signing (SOP P05, P09, P10, A08)."""
