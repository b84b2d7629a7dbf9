"""The board in a browser, by textual-serve, an optional extra, which serves the output of a program."""
