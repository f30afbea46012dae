"""Drawing: from one content value to the bytes of a file."""
