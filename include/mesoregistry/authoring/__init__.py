"""What an engineer runs and no service does: a new country, parity, places, the data dictionary, the questions."""
