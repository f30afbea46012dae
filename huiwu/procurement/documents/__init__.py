"""What stands on procurement's sheets."""
