"""What nobody foresaw: one sentence for the person, and a report in the state folder for whoever mends it.

The report says where it happened and in which versions. It has no titles, no notes, no values of variables and not the
words of the error, which may quote them: it can be shown to others as it is.
"""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from wiptui import __version__
from wiptui.domain.core.errors import WiptuiError
from wiptui.paths import state_dir

KEPT = 10
"""So many reports, and so many files with what was typed, are kept."""


class Unforeseen(WiptuiError):
    """What nobody foresaw, in a sentence; its cause is the error itself."""

    code = "failed"


def unforeseen(error: BaseException, at: datetime, typed: Sequence[str] = ()) -> Unforeseen:
    """The sentence for an error, with where its report is, and where ``typed``: texts that are not saved yet."""
    said = f"Something went wrong inside wiptui ({type(error).__name__})."
    path = _write("fault", at, _report(error))
    said += f" A report without any of your texts is in {path}." if path else " WIPTUI_DEBUG=1 shows where."
    found = Unforeseen(said + keep_typed(typed, at))
    found.__cause__ = error
    return found


def keep_typed(typed: Sequence[str], at: datetime) -> str:
    """Keep texts that are not saved, and say where; empty where there are none."""
    texts = [text for text in typed if text.strip()]
    path = _write("typed", at, "\n\n".join(texts) + "\n") if texts else ""
    return f" What you had typed is in {path}." if path else ""


def _report(error: BaseException) -> str:
    from importlib.metadata import PackageNotFoundError, version  # lazy: the board does without it

    def version_of(name: str) -> str:
        try:
            return version(name)
        except PackageNotFoundError:
            return "absent"

    lines = [
        f"wiptui {__version__}",
        f"Python {platform.python_version()} on {platform.platform()}",
        *(f"{name} {version_of(name)}" for name in ("textual", "tinydb")),
        "",
        *_trace(error),
    ]
    return "\n".join(lines) + "\n"


def _trace(error: BaseException) -> Iterator[str]:
    """The errors, each with the places that it came through; the first that was raised first."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _trace(before)
        yield "and then"
    step = error.__traceback__
    while step is not None:
        code = step.tb_frame.f_code
        yield f"  {_place(code.co_filename)}:{step.tb_lineno} in {code.co_name}"
        step = step.tb_next
    yield type(error).__name__


def _place(file: str) -> str:
    """A file below the folder that its package is in: no name of a person's folder."""
    homes = [Path(folder).absolute() for folder in sys.path if folder]
    inside = [Path(file).relative_to(home) for home in homes if Path(file).is_relative_to(home)]
    return min((path.as_posix() for path in inside), key=len, default=Path(file).name)


def _write(kind: str, at: datetime, text: str) -> str:
    """Write a file that only this person can read; its path, empty where it cannot be written."""
    folder = Path(state_dir()) / "reports"
    path = folder / f"{kind}-{at:%Y%m%d-%H%M%S}-{at.microsecond:06}.txt"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(fd, "w", encoding="utf-8", errors="replace") as file:  # noqa: PTH123 - of a descriptor
            file.write(text)
        for old in sorted(folder.glob(f"{kind}-*"))[:-KEPT]:
            old.unlink()
    except OSError:
        return ""
    return str(path)
