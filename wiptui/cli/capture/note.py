"""``note``: one more entry of a task's note, with its time."""

from __future__ import annotations

from wiptui.cli.call import Call
from wiptui.cli.options import Command
from wiptui.domain.commands import Edit
from wiptui.domain.core.errors import UsageError
from wiptui.domain.text import one_line


def note(call: Call) -> int:
    """Append a line with the time and the text; ``TASK`` is the first word, quoted where it is several."""
    task = call.task(call.words[0], ended=True)
    words = call.words[2:] if call.words[1] == "--" else call.words[1:]
    text = one_line(" ".join(words))
    if not text:
        raise UsageError('Which note? wiptui note TASK "see page 7"')
    board = call.service.board()
    entry = f"{board.at.astimezone(board.zone):%Y-%m-%d %H:%M}  {text}"
    whole = f"{task.note}\n{entry}" if task.note else entry
    return call.report(call.dispatch(Edit(task.id, {"note": whole}, seen=task.record)))


COMMANDS = {
    "note": Command(
        note,
        "TASK TEXT...",
        "Appends an entry to the note of a task, with the time. TASK is one word of its title or its id; several words "
        "of a title need quotes.",
        least=2,
        missing='Which task, and which note? wiptui note TASK "see page 7"',
        examples=(('wiptui note parser "Ana has the logs"', "one more line, with the time"),),
        is_text=True,
    )
}
