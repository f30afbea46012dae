"""Nouns of compliance: rule packs, the facts they ask for, the checklist, the cap of public spending."""
