"""The board in lines: ``wiptui --plain``, for screen readers, braille, pipes and terminals that cannot be drawn on.

It says what the board says: the same columns, cards, advice and decision panel, from the same views, with the keys of
the board as commands of one letter. It draws nothing and needs no Textual.
"""
