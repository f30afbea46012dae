"""Pure rules about invoices: numbers, tax IDs, sums, capitals, whose invoice it is."""
