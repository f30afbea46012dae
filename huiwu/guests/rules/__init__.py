"""Pure rules of guests: how an answer may move, what a letter says, where paper is printed."""
