"""Pages of the 劳务发放表. They decide nothing."""
