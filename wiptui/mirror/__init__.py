"""What comes from a phone over the same sync: the inbox."""
