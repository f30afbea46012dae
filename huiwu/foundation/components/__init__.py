"""The components of the interface, by subject. `templatetags/ui.py` gathers them and lists how each is used."""
