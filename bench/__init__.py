"""What the engines are measured by."""
