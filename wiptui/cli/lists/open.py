"""``open``: open a link of a task in the browser."""

from __future__ import annotations

from wiptui.cli import err, out
from wiptui.cli.call import Call, whole_number
from wiptui.cli.options import Command, Option
from wiptui.domain.core.errors import AmbiguousTask, TaskNotFound, UsageError, WiptuiError
from wiptui.domain.tasks.links import links_of
from wiptui.domain.tasks.task import Task
from wiptui.domain.text import clip, counted


def open_link(call: Call) -> int:
    """Open a link of a task. Raises WiptuiError if there is none, UsageError if none of several is chosen."""
    task, number = _meant(call)
    links = links_of(task)
    if not links:
        raise WiptuiError(f"There is no link in “{_short(task)}”.")
    if number is not None and not 1 <= number <= len(links):
        raise UsageError(f"“{_short(task)}” has no link {number}; it has {counted(len(links), 'link')}.")
    wanted = links if number is None else links[number - 1 : number]
    if call.flag("print"):
        _tell(call, task, wanted, "")
        return err.DONE
    if len(wanted) > 1:
        raise UsageError(_which(call, task, links))
    if not call.browse(wanted[0]):
        raise WiptuiError(f"No browser could be opened here for {wanted[0]}")
    _tell(call, task, wanted, wanted[0])
    return err.DONE


def _meant(call: Call) -> tuple[Task, int | None]:
    """Return the task and the number of its link, if given. A number may also be a word of the title."""
    *words, last = call.words
    if words and last.isascii() and last.isdigit():
        try:
            task = call.task(" ".join(words), ended=True, looking=True)
        except (TaskNotFound, AmbiguousTask) as error:
            return _by_all_words(call, error), None
        if call.text.casefold() in task.title.casefold() and _has_no_link(task, last):
            return task, None
        return task, whole_number(last, "give the number of a link, as --print tells them.")
    return call.task(call.text, ended=True, looking=True), None


def _by_all_words(call: Call, error: WiptuiError) -> Task:
    """Return the task that all words mean, the number included. Raises ``error`` if none matches."""
    try:
        return call.task(call.text, ended=True, looking=True)
    except TaskNotFound:
        raise error from None


def _has_no_link(task: Task, number: str) -> bool:
    return len(number) > 3 or not 1 <= int(number) <= len(links_of(task))


def _which(call: Call, task: Task, links: tuple[str, ...]) -> str:
    rows = "".join(f"\n  {number}  {clip(link, 200)}" for number, link in enumerate(links[:20], start=1))
    more = f"\n  and {len(links) - 20} more: wiptui open TASK --print" if len(links) > 20 else ""
    key = call.board().short_id(task.id)
    return f"“{_short(task)}” has {counted(len(links), 'link')}. Say which: wiptui open {key} N{rows}{more}"


def _tell(call: Call, task: Task, links: tuple[str, ...], opened: str) -> None:
    if call.json:
        out.put_json({"id": task.key, "title": task.title, "links": list(links), "opened": opened or None})
    elif opened:
        err.say(f"Opened {clip(opened, 200)}")
    else:
        for link in links:
            out.put(link)


def _short(task: Task) -> str:
    return task.title[:60]


COMMANDS = {
    "open": Command(
        open_link,
        "TASK [N] [--print]",
        "Opens a link of a task in the browser: one in its title, next step, steps or note. Of several, N says which. "
        "Only http, https and mailto are opened.",
        (Option("print", about="print the links, one a line, and open nothing"),),
        least=1,
        examples=(
            ("wiptui open parser", "its one link"),
            ("wiptui open parser 2", "the second of several"),
            ("wiptui open parser --print", "over ssh, or for another program"),
        ),
    )
}
