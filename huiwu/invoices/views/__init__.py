"""Pages of invoices. They decide nothing: forms clean, services act, queries show."""
