"""A file that is not filed yet against what stands: a service of its own, since the portal may read no landed row."""
