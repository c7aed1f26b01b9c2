"""Invented registries: nobody in them exists."""

SEED = 2012
