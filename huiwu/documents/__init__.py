"""Documents: one content value drawn as PDF, Word, Excel and iCalendar; versions, hashes and fonts."""
