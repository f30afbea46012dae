"""Invoices: read from what arrives, checked, registered once, verified by a person."""
