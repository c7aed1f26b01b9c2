"""A file checked in a process that was ready before it came, and that may do nothing else (docs/adr/0023)."""
