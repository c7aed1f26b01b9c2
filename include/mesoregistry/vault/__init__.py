"""Persons and narratives: tokens for names, sealed files and texts, and the search for names outside the vault."""
