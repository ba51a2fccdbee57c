"""System checks for our own misuse."""
