"""Pages of payments. They decide nothing: forms clean, services act, queries show."""
