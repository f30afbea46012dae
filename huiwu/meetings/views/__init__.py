"""Pages of meetings. They decide nothing: forms clean, services act, queries show."""
