"""The board in a browser, by textual-serve, an optional extra: it serves a program, and the program is the board."""
