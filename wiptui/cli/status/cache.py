"""The last answer of ``status``, cached in a file, so that a prompt need not read 10,000 tasks again.

The answer is used only if it must still be right. The data file, its folder and the settings are unchanged to the
nanosecond, and were unchanged long enough before for the clock of the file system to notice. A change that is saved on
this machine removes the answer. No conflict copy is
beside the file. The zone is the same, and the answer has not expired (``metrics/valid_until.py``); only the focus runs
on. In every other case ``answer`` returns None and the board is read, which also reports errors.
"""

from __future__ import annotations

import os
import sys

import wiptui
from wiptui.cli import out
from wiptui.cli.status import line as statusline
from wiptui.cli.status import wall_clock
from wiptui.cli.status.line import Snapshot
from wiptui.paths import config_file, data_file, state_dir
from wiptui.store.local.state_path import home_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wiptui.domain.board import Board
    from wiptui.service import Service
    from wiptui.store.tiny_store import TinyStore

NAME = "status"
MARK = f"wiptui-status 3 {wiptui.__version__}"
END = "end"
SETTLED_NS, SETTLED_COARSE_NS = 100_000_000, 3_000_000_000
"""How long before the answer the file was changed at least; longer where times look like whole 10 ms (FAT, HFS+)."""


def answer(words: list[str], now_us: int | None = None) -> int | None:
    """Print the cached answer to ``wiptui status WORDS`` and return its exit code; None if there is none."""
    try:
        asked = _asked(words)
        if asked is None:
            return None
        file, template = asked["file"], asked["format"]
        pieces = statusline.parse_format(template) if template is not None else []
        now_us = wall_clock.now_us() if now_us is None else now_us
        snapshot = recall(real_path(file), now_us)
        if snapshot is None or (asked["json"] is None and _may_drift(snapshot, template)):
            return None
        snapshot["drift"] = ""
        seconds = statusline.focus_seconds(snapshot, now_us)
        if asked["json"] is not None:
            text = statusline.as_json(snapshot, seconds)
        elif template is not None:
            text = statusline.filled(pieces, snapshot, seconds)
        else:
            text = statusline.one_line(snapshot, seconds)
        code = statusline.LEVELS[snapshot["level"]] if asked["exit-code"] is not None else 0
    except Exception:  # the full run finds the error and reports it
        return None
    return _say(text, code)


def _may_drift(snapshot: Snapshot, template: str | None) -> bool:
    """Return whether the answer has words about drift: a focus runs, and sensing is in use."""
    if not snapshot["focus_id"] or (template is not None and "{drift" not in template):
        return False
    return os.path.isdir(os.path.join(state_dir(), "sense"))


def _asked(words: list[str]) -> dict[str, str | None] | None:
    """Return the options by name; None for anything but simple uses of ``status``."""
    asked: dict[str, str | None] = {"file": None, "format": None, "json": None, "exit-code": None}
    rest = iter(words)
    for word in rest:
        name, equals, value = word.removeprefix("--").partition("=")
        if not word.startswith("--") or asked.get(name, "") is not None:
            return None
        if name in ("json", "exit-code"):
            if equals:
                return None
        elif not equals:
            value = next(rest)
        asked[name] = value
    if asked["json"] is not None and asked["format"] is not None:
        return None
    file = asked["file"]
    return None if file is not None and (not file.strip() or file.startswith("~")) else asked


def _say(text: str, code: int) -> int | None:
    out.prepare()
    encoding = (getattr(sys.stdout, "encoding", None) or "").lower()
    if not text.isascii() and not encoding.startswith("utf"):
        return None
    try:
        out.put(text)
        out.flush()
    except BrokenPipeError:
        out.hush()
        return 0
    except OSError:
        return None  # the full run reports what is wrong with the output
    return code


def real_path(file: str | None) -> str:
    """Return the real path of a data file; of the default one if none is given."""
    if file is None:
        file = data_file()
    return os.path.realpath(os.path.abspath(file))


def _home(real: str) -> str:
    return home_of(state_dir(), real)


# --- the earlier answer


def recall(real: str, now_us: int, name: str = NAME, settled_ns: int = SETTLED_NS) -> Snapshot | None:
    """Return what was kept under ``name`` for a data file (its real path) if it is valid at ``now_us``; else None."""
    home = _home(real)
    path = os.path.join(home, name)
    try:
        with open(path, encoding="utf-8", newline="") as file:
            kept = file.read().split("\0")
            written_ns = os.fstat(file.fileno()).st_mtime_ns
    except FileNotFoundError:
        return statusline.EMPTY if name == NAME and _is_unused(real, home) and not _has_settings() else None
    if len(kept) < 10 or kept[0] != MARK or kept[-1] != END or kept[1] != str(len(kept)):
        return None
    _, _, of, look, zone, since, until = kept[:7]
    if of != real or zone != _habits_mark(now_us) or not int(since) <= now_us // 1000 < int(until):
        return None
    found = os.stat(real), os.stat(os.path.dirname(real))
    if look != _look(*found) or not is_settled(found, written_ns, settled_ns):
        return None
    return dict(zip(kept[7:-1:2], kept[8:-1:2], strict=True))


def _is_unused(real: str, home: str) -> bool:
    """Return whether there is no data file, never was one on this machine, and nothing beside it could be one."""
    if not _is_absent(real) or not _is_absent(home):
        return False
    folder, base = os.path.split(real)
    stem = os.path.splitext(base)[0]
    try:
        return not any(stem in name for name in os.listdir(folder))
    except FileNotFoundError:
        return True


def _is_absent(path: str) -> bool:
    """Return whether nothing has this name. Raises OSError if that is unknown: only one error means "none"."""
    try:
        os.lstat(path)
    except FileNotFoundError:
        return True
    return False


def _has_settings() -> bool:
    """Return whether there are settings, which could be broken."""
    return os.path.lexists(config_file())


def changed_ns(file: str) -> int:
    """Return when the data file or its folder was changed last, in UTC nanoseconds; 0 if there is none."""
    real = real_path(file)
    try:
        return max(found.st_ctime_ns for found in (os.stat(real), os.stat(os.path.dirname(real))))
    except OSError:
        return 0


def _look(file: os.stat_result, folder: os.stat_result) -> str:
    """The data file and its folder, in the words of ``store.quick.look_at``."""
    of_file = file.st_ino, file.st_size, file.st_mtime_ns, file.st_ctime_ns
    return str((of_file, (folder.st_ino, folder.st_mtime_ns)))


def _habits_mark(now_us: int) -> str:
    """Return what identifies the beginning of days: the zone and the settings file."""
    try:
        found = os.stat(config_file())
    except OSError:
        return wall_clock.zone_mark(now_us)
    return f"{wall_clock.zone_mark(now_us)} {found.st_mtime_ns} {found.st_size}"


def is_settled(found: tuple[os.stat_result, ...], written_ns: int, fine_ns: int = SETTLED_NS) -> bool:
    """Return whether all were unchanged for so long before the answer that no change can have been missed."""
    for one in found:
        for at in (one.st_mtime_ns, one.st_ctime_ns):
            if written_ns - at < (fine_ns if at % 10_000_000 else SETTLED_COARSE_NS):
                return False
    return True


# --- keep the answer


def keep(service: Service, board: Board, snapshot: Snapshot, name: str = NAME) -> None:
    """Keep the snapshot of a board that was just read, while it is valid. Failing to keep it loses nothing."""
    from wiptui.store.tiny_store import TinyStore  # lazy: a status that is still known does without it

    store = service.store
    if service.clock.zone is not None or not isinstance(store, TinyStore) or store.notes:
        return
    look = store.quick_look if name == NAME else store.look_now()
    if look is None or None in look[:2] or _has_copies(store):
        return
    from wiptui.domain.core.clock import to_ms  # lazy: a status that is still known does without it
    from wiptui.metrics.valid_until import valid_until

    now, until = to_ms(board.at), valid_until(board)
    if until <= now:
        return
    zone = _habits_mark(now * 1000)
    pairs = [text for pair in snapshot.items() for text in pair]
    kept = [MARK, "", store.state_dir.real, str(look[:2]), zone, str(now), str(until), *pairs, END]
    kept[1] = str(len(kept))
    if not any("\0" in text for text in kept):
        _write(os.path.join(store.state_dir.home, name), "\0".join(kept))


def _has_copies(store: TinyStore) -> bool:
    """Return whether a file beside the data file may be a conflict copy: its content may change at any time."""
    from wiptui.store.file.file_io import list_folder  # lazy: a status that is still known does without it
    from wiptui.sync.conflict_names import nominated

    folder, base = os.path.split(store.state_dir.real)
    return bool(nominated(base, list_folder(folder)))


def _write(path: str, text: str) -> None:
    from wiptui.store.file.file_io import replace_whole  # lazy: a status that is still known does without it

    try:
        replace_whole(path, text.encode(), sync=False)
    except (OSError, UnicodeError):
        return
