"""预算 (SOP P07): lines that follow the head-count they name, the ledger behind every figure, reports to the client."""
