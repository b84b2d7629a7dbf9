"""Git: the merge driver for the data file, and its setup in a repository."""
