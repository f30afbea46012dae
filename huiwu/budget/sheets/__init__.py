"""What stands on our sheets."""
