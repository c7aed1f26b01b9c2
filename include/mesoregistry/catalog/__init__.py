"""What a registry is, as data: sources, layouts, columns, fields, messages, code lists and landed columns."""
