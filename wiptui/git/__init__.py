"""What git has to know of the data file: how three versions merge, and how a repository learns it."""
