"""Rules of speakers' materials, without a database."""
