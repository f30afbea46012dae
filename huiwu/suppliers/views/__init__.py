"""Pages of suppliers."""
