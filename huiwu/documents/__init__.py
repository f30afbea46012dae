"""Documents: versions, sign-offs, freezing, change orders, impact lists; and their drawing as PDF, Word, Excel, iCalendar."""
