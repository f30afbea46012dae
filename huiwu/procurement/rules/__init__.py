"""Pure rules: bring quotations to one basis, compare and score them, notice what is odd."""
