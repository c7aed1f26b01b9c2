"""Mesoregistry: five national registries in, one warehouse out; names never leave the vault."""
