"""Backups: databases, sealed files and keys together, encrypted to somebody who is not on this machine."""
