"""Suppliers: the library with its papers and ratings, and the suppliers of each meeting."""
