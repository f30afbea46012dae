"""Pure rules of suppliers: names that are one, what a meeting needs, grades of ratings."""
