"""A person's own programs, told of what happened after it happened."""
