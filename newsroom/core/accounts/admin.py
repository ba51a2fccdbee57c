"""The team in the office."""
