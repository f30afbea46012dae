"""One message to one person: in-app and by e-mail, with preferences, quiet hours, reminders and the daily digest."""
