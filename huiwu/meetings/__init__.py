"""The meeting: client, dates, stage, spaces, functions, team. Everything hangs from it."""
