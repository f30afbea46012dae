"""Pure rules of registration: the form as data, conditions, answers, places."""
