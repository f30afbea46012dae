"""Personal information: notices, consents, retention, export, erasure, entrusted parties (PIPL; SOP A20, G11)."""
