"""Reading lists of people: the columns asked for, what stands in their cells, what each row would do."""
