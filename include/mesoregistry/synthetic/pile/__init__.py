"""A pile of files in life's shape: sound extracts with one kind of fault or habit planted in each of some rows."""
