"""Invented registries with known sums, and the demo that files them and compares the marts with their truth."""

SEED = 2012
