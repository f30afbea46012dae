"""劳务发放表: what lecturers and experts are paid, the standard it rests on, and the tax withheld (SOP A08)."""
