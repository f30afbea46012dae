"""Pages of the callers' queue, made for a telephone. They decide nothing."""
