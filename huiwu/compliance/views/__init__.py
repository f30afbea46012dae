"""Pages of compliance. They decide nothing: forms clean, services act, queries show."""
