"""Ground floor: tasks, the board, the commands and the one gate. Standard library only."""
