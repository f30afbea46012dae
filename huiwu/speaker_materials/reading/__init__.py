"""Files that speakers hand in, read within limits; nothing in them is executed."""
