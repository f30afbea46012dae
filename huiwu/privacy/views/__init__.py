"""Pages of personal information. They decide nothing."""
