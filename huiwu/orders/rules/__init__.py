"""Pure rules of orders: figures, and what is still to come."""
