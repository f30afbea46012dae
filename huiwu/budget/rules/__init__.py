"""Pure rules of the budget: quantities, the ledger, forecasts, when a report is due. No Django, no clock."""
