"""Noticed focus beside a board: both brought together for the interfaces."""
