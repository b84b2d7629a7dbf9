"""Noticed focus: where a person worked on this machine, read from a log that shells and editors append to."""
