"""The domain: tasks, the board, the commands and the one gate. It uses the standard library only."""
