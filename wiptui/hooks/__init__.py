"""Hooks: a person's own programs, run after events."""
