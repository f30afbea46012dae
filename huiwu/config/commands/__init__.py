"""Commands of the installation itself: serve, worker, setup, doctor, backup, restore."""
