"""Whether and how the meeting may be held: rule packs, checklist, permits, spending of public bodies."""
