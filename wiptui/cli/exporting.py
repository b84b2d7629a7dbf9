"""``export FORMAT``: everything as JSON, or the tasks as todo.txt, to stdout or into a file."""

from __future__ import annotations

import os

from wiptui.cli import err, out
from wiptui.cli.options import Command, Option
from wiptui.cli.writers import WRITERS
from wiptui.domain.errors import UsageError, WiptuiError
from wiptui.domain.text import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wiptui.cli.call import Call


class ExportError(WiptuiError):
    """The file cannot be written; one that was there is as it was."""

    code = "export"


def take_out(call: Call) -> int:
    """Write all tasks in a format."""
    name = call.words[0]
    writer = WRITERS.get(name.lower())
    if writer is None:
        raise UsageError(f"“{printable(name)[:40]}” is no format that can be exported: {', '.join(WRITERS)}.")
    file = call.value("output")
    if file is not None and not file.strip():
        raise UsageError("--output needs a file: --output FILE")
    data = writer(call.board(), call).encode("utf-8", "surrogatepass")
    if file is None or file == "-":
        out.put_bytes(data)
        return err.DONE
    _write(call, file, data)
    if not call.json:
        err.say(f"Written: {printable(file)}")
    return err.DONE


def _write(call: Call, file: str, data: bytes) -> None:
    """Write the file whole or not at all: a full disk must not cost an older export."""
    from pathlib import Path

    target = Path(os.path.realpath(file))
    if str(target) == os.path.realpath(str(call.service.path)):
        raise UsageError("That is the data file itself: export into another one.")
    new = target.with_name(f"{target.name}.{os.getpid()}.tmp")
    try:
        if target.exists() and not target.is_file():
            target.write_bytes(data)  # a device or a pipe
            return
        new.write_bytes(data)
        if target.exists():
            new.chmod(target.stat().st_mode & 0o777)
        new.replace(target)
    except (OSError, ValueError) as error:
        new.unlink(missing_ok=True)
        words = getattr(error, "strerror", None) or str(error)
        raise ExportError(f"{file} cannot be written: {words}.") from None


COMMANDS = {
    "export": Command(
        take_out,
        "FORMAT [--output FILE]",
        "Takes everything out as json, which import json reads back without loss, or the tasks as todotxt, in which an "
        "imported file comes out letter by letter but for what was changed.",
        (Option("output", "FILE", "into a file instead of stdout"),),
        least=1,
        most=1,
        missing="In which format? wiptui export json, or wiptui export todotxt",
        examples=(
            ("wiptui export json --output wip-backup.json", "everything, history included"),
            ("wiptui export todotxt > todo.txt", "for another program"),
        ),
    )
}
