"""``sense``: focus that is noticed on this machine, on request only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from wiptui.cli import err, out
from wiptui.cli.call import Call
from wiptui.cli.options import Command, Option
from wiptui.cli.sense.checkout import checkout, install_git, script, uninstall_git
from wiptui.cli.sense.day import day_json, day_lines
from wiptui.cli.sense.decide import decide
from wiptui.cli.sense.install import PROGRAMS, install, is_installed, snippet, uninstall
from wiptui.config import usable_config
from wiptui.domain.core.clock import to_ms
from wiptui.domain.core.errors import UsageError, WiptuiError
from wiptui.domain.core.record import Json
from wiptui.domain.dates.parse import parse_date, parse_since
from wiptui.domain.text import counted, printable
from wiptui.metrics.times import SECOND, to_time
from wiptui.noticed.beside import Noticed
from wiptui.sensing import kept, log_file
from wiptui.sensing.acts import read_evidence

WHAT = "on, off, status, forget, day, decide, install, uninstall"


class SenseError(WiptuiError):
    """What sensing keeps cannot be read or written."""

    code = "sense"


def sense(call: Call) -> int:
    """Do what the first word says; without one, tell how things stand."""
    word, *rest = call.words or ["status"]
    does = ACTS.get(word)
    if does is None:
        raise UsageError(f"“{printable(word)[:40]}” is nothing that sense does: {WHAT}.")
    if rest and word not in ("checkout", "day", "decide", "install", "uninstall"):
        raise UsageError(f"“{printable(rest[0])[:40]}” is one word too many after sense {word}.")
    try:
        return does(call, rest)
    except OSError as error:
        raise SenseError(f"{error.filename or log_file.sense_dir()}: {error.strerror or error}.") from None


def _on(call: Call, rest: list[str]) -> int:
    changed = log_file.turn_on()
    there = [name for name in PROGRAMS if is_installed(name)]
    words = ["Sensing is on, on this machine." if changed else "Sensing was on already."]
    if there:
        words.append(f"It is told by {', '.join(there)}.")
    else:
        words.append("Now let a program tell it: wiptui sense install bash (or zsh, fish, vim, tmux).")
    return _said(call, words, [log_file.log_path()] if changed else [])


def _off(call: Call, rest: list[str]) -> int:
    path = log_file.sense_dir()
    if call.flag("keep"):
        log_file.put_aside()
        return _said(call, ["Sensing is off. What was noticed is kept; wiptui sense on goes on with it."], [])
    log_file.remove_all()
    words = ["Sensing is off, and nothing of it is left on this machine."]
    there = [name for name in PROGRAMS if is_installed(name)]
    if there:
        words.append(f"The snippets for {', '.join(there)} do nothing now; wiptui sense uninstall takes them away.")
    return _said(call, words, [path])


def _forget(call: Call, rest: list[str]) -> int:
    since, now = call.value("since"), to_ms(call.service.clock.now()) // 1000
    if since is None:
        count = log_file.forget(now)
        if kept.read_days():
            kept.write_days({})
    else:
        board = call.board()
        begin = parse_since(since, board.today, board.zone)
        count = log_file.forget(now, to_ms(begin) // 1000)
    return _said(call, [f"Forgot {counted(count, 'line')} of evidence."], [])


def _status(call: Call, rest: list[str]) -> int:
    on, now = log_file.is_on(), to_ms(call.service.clock.now()) // 1000
    found = read_evidence(log_file.lines_since(0), now)
    there = [name for name in PROGRAMS if is_installed(name)]
    if call.json:
        row: dict[str, Json] = {
            "on": on, "log": log_file.log_path(), "acts": len(found.acts), "unreadable": found.unreadable,
            "first": _time(call, found.acts[0].at) if found.acts else None,
            "last": _time(call, found.acts[-1].at) if found.acts else None,
            "installed": there, "here": len(kept.read_here()),
        }  # fmt: skip
        out.put_json(row)
        return err.DONE
    out.put(f"Sensing is {'on' if on else 'off'}.")
    if on or found.acts:
        out.put(f"Log: {log_file.log_path()}")
        out.put(f"Acts: {len(found.acts)}" + (f", {found.unreadable} unreadable lines" if found.unreadable else ""))
        if found.acts:
            out.put(f"From {_time(call, found.acts[0].at)} to {_time(call, found.acts[-1].at)}")
    out.put(f"Told by: {', '.join(there) or 'nothing yet (wiptui sense install bash)'}")
    return err.DONE


def _time(call: Call, at: int) -> str:
    return to_time(at * SECOND).astimezone(call.service.clock.zone).isoformat(timespec="seconds")


def _day(call: Call, rest: list[str]) -> int:
    board, config = call.board(), usable_config()
    day: date = parse_date(" ".join(rest), board.today, past=True) if rest else board.today
    noticed = Noticed(board, config)
    if log_file.is_on():
        noticed.tidy(config["sense.keep_days"])
    found = noticed.day(day)
    if call.json:
        out.put_json(day_json(noticed, day, found))
        return err.DONE
    for line in day_lines(noticed, day, found, out.columns() or 80):
        out.put(line)
    if not found.spans:
        err.say("Sensing is on; nothing was seen." if log_file.is_on() else "Sensing is off: wiptui sense on")
    return err.DONE


def _install(call: Call, rest: list[str]) -> int:
    if rest == ["git"]:
        return _install_git(call)
    names = _programs(rest, "install")
    if call.flag("print"):
        out.put_text("".join(snippet(name) for name in names))
        return err.DONE
    changed = [path for name in names for path in install(name)]
    words = [f"Written: {path}" for path in changed] or ["Nothing to do: it is there and current."]
    words.append(
        "New shells and editors tell where you work."
        if log_file.is_on()
        else "It writes nothing until: wiptui sense on"
    )
    return _said(call, words, [str(path) for path in changed])


def _install_git(call: Call) -> int:
    """Set up the hook of the repository around this folder."""
    if call.flag("print"):
        out.put_text(script())
        return err.DONE
    changed, by_hand = install_git(".")
    words = [f"Written: {path}" for path in changed] or ["Nothing was changed."]
    if by_hand:
        words.append(f"This repository has hooks of its own. Add this line to its post-checkout: {by_hand}")
    return _said(call, words, changed)


def _uninstall(call: Call, rest: list[str]) -> int:
    if rest == ["git"]:
        files = uninstall_git(".")
        return _said(
            call, [f"Taken away: {path}" for path in files] or ["Nothing to do: nothing of it is there."], files
        )
    names = _programs(rest, "uninstall") if rest else list(PROGRAMS)
    changed = [path for name in names for path in uninstall(name)]
    words = [f"Taken away: {path}" for path in changed] or ["Nothing to do: nothing of it is there."]
    return _said(call, words, [str(path) for path in changed])


def _programs(words: list[str], verb: str) -> list[str]:
    if not words:
        raise UsageError(f"What tells it? wiptui sense {verb} {', '.join(PROGRAMS)}, or git alone")
    for word in words:
        if word not in PROGRAMS:
            raise UsageError(f"“{printable(word)[:40]}” is not among {', '.join(PROGRAMS)}.")
    return list(dict.fromkeys(words))


def _said(call: Call, words: list[str], files: list[str]) -> int:
    """Say what was done, or print it with the changed files as JSON."""
    if call.json:
        out.put_json({"words": " ".join(words), "on": log_file.is_on(), "files": list(files)})
    else:
        for line in words:
            err.say(line)
    return err.DONE


ACTS: dict[str, Callable[[Call, list[str]], int]] = {
    "on": _on,
    "off": _off,
    "status": _status,
    "forget": _forget,
    "day": _day,
    "decide": decide,
    "install": _install,
    "uninstall": _uninstall,
    "checkout": checkout,
}
COMMANDS = {
    "sense": Command(
        sense,
        "[on, off, status, forget, day [DATE], decide [yes [TASK], no], install WHAT, uninstall [WHAT]]",
        "Notices where you work, if you ask for it: from your shells and editors, on this machine only, and never in "
        "the synced file. Without a word it says whether it is on. docs/sense.md says what is kept.",
        (
            Option("since", "D", "with forget: only from this day or time on"),
            Option("keep", about="with off: stop, and keep what there is"),
            Option("print", about="with install: print the snippet instead"),
        ),
        examples=(
            ("wiptui sense on", "begin"),
            ("wiptui sense install bash vim", "let these tell it"),
            ("wiptui sense day yesterday", "where you were"),
            ("wiptui sense decide", "what it would like to know"),
            ("wiptui sense off", "stop, and delete all of it"),
        ),
    )
}
