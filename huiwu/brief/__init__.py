"""First contact, the requirement brief, its goals and the client's sign-off."""
