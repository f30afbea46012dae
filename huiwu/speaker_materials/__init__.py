"""What speakers hand in before they stand on the stage: title, biography, photo, slides; asked for, checked, accepted."""
