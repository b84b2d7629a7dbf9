"""The first picture: the board as plain text with colours, painted before Textual is imported.

Nine tenths of a board's start is importing Textual. What the first frame is going to show is known before that, so it
is painted at once, cell by cell what Textual paints over it (``still``), in the colours that Textual used before
(``colours``); and the terminal is set so that no key typed meanwhile is echoed or lost (``terminal``). Where it could
not be right it is not done.
"""
