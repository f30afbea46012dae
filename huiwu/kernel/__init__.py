"""What every part may use: errors, facts, money, spans of time, the clock. Plain Python."""
