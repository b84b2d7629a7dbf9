"""Charts in text: pure functions from measures to cells. No widget, no clock, no file is needed.

A small canvas of our own, because a cell has to know which point it shows (arrow keys walk them, enter opens the
tasks behind), has to have an ASCII and a pattern form beside its colour, and has to fit any width to the cell. The
plotting libraries for terminals draw finished pictures in colours of their own.
"""
