"""``config``: the settings one by one, and the path of their file."""

from __future__ import annotations

import subprocess

from wiptui.cli import err, out
from wiptui.cli.call import Call
from wiptui.cli.capture.editor import editor
from wiptui.cli.cells import wrapped
from wiptui.cli.options import Command
from wiptui.cli.programs.board import check_keys, theme_names
from wiptui.config import SETTINGS, Config, find, load_config
from wiptui.config.edit import create, set_values
from wiptui.config.own import is_own, own_value, view_name
from wiptui.config.table import BY_NAME, SECTIONS, shown
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.record import Json
from wiptui.domain.text import pad, printable, width
from wiptui.paths import config_file

USAGE = "wiptui config [list], config get NAME, config set NAME VALUE, config unset NAME..., config path or config edit"

NARROWEST = 30
"""The least columns for a description beside its value; with fewer it goes below."""


def config(call: Call) -> int:
    """List, print or change settings."""
    verb, *rest = call.words or ["list"]
    match verb, len(rest):
        case "list", 0:
            return _list(call)
        case "get", 1:
            return _get(call, rest[0])
        case "set", count if count:
            return _set(call, _pairs(rest))
        case "unset", count if count:
            return _set(call, dict.fromkeys(rest))
        case "path", 0:
            (out.put_json if call.json else out.put)(config_file())
            return err.DONE
        case "edit", 0:
            return _edit()
    raise UsageError(USAGE)


def _rows(config: Config) -> dict[str, Json]:
    rows = {setting.name: config[setting.name] for setting in SETTINGS}
    for section in SECTIONS:
        rows |= {f"{section}.{name}": value for name, value in getattr(config, section).items()}
    return rows


def _list(call: Call) -> int:
    config = load_config()
    rows = _rows(config)
    if call.json:
        out.put_json(rows)
        return err.DONE
    texts = {printable(name): printable(shown(value)) for name, value in rows.items()}
    columns = out.line_width()
    names, values = max(map(width, texts)), min(max(map(width, texts.values())), 40)
    below = columns - names - values - 4 < NARROWEST
    for (name, value), key in zip(texts.items(), rows, strict=True):
        about = BY_NAME[key].about if key in BY_NAME else ""
        own = key in config.said or key not in BY_NAME
        line = f"{out.bold(pad(name, names)) if own else pad(name, names)}  "
        if below:
            first, *rest = wrapped(value, columns - names - 2)
            out.put(line + first)
            for piece in rest:
                out.put(" " * (names + 2) + piece)
            for piece in wrapped(about, columns - 4) if about else ():
                out.put(f"    {out.dim(piece)}")
            continue
        first, *rest = wrapped(about, columns - names - values - 4)
        out.put(f"{line}{pad(value, values)}  {out.dim(first)}".rstrip())
        for piece in rest:
            out.put(" " * (names + values + 4) + out.dim(piece))
    return err.DONE


def _get(call: Call, name: str) -> int:
    rows = _rows(load_config())
    if name in SECTIONS:
        return _get_section(call, name, rows)
    if name not in rows:
        if is_own(name):
            raise UsageError(f"“{printable(name)[:60]}” is not set.")
        find(name)
    value = rows[name]
    if call.json:
        out.put_json(value)
    else:
        out.put(printable(value if isinstance(value, str) else shown(value)))
    return err.DONE


def _get_section(call: Call, section: str, rows: dict[str, Json]) -> int:
    """Print everything in one named section: views, keys, ..."""
    own = {name.partition(".")[2]: value for name, value in rows.items() if name.startswith(f"{section}.")}
    if call.json:
        out.put_json(own)
        return err.DONE
    for name, value in own.items():
        out.put(f"{section}.{printable(name)} = {printable(shown(value))}")
    if not own:
        err.say(f"There are no {section} of your own yet: wiptui config set {section}.NAME VALUE")
    return err.DONE


def _set(call: Call, words: dict[str, str | None]) -> int:
    """Write settings, all or none; None removes one. Raises UsageError."""
    values = {name: _read(name, said) for name, said in words.items()}
    _check(values)
    set_values(values)
    if call.json:
        out.put_json(values)
        return err.DONE
    rows = _rows(load_config())
    for name, value in values.items():
        now = rows.get(name)
        if value is not None:
            said = f"{name} is {shown(value)}."
        else:
            said = f"{name} is not set any more." if now is None else f"{name} is {shown(now)} again."
        err.say(printable(said))
    return err.DONE


def _read(name: str, words: str | None) -> Json:
    """Return the value of the words for this setting; None removes it. Raises UsageError."""
    if not is_own(name):
        setting = find(name)
        return None if words is None else setting.read(words)
    section, _, key = name.partition(".")
    if section == "views" and words is not None and key not in load_config().views:
        view_name(key)
    return None if words is None else own_value(name, words)


def _pairs(words: list[str]) -> dict[str, str | None]:
    """Parse the words of ``set``:

    NAME VALUE, the value in one word or several, or pairs NAME=VALUE. Raises UsageError.
    """
    if "=" not in words[0]:
        if len(words) < 2:
            raise UsageError(USAGE)
        return {words[0]: " ".join(words[1:])}
    found: dict[str, str | None] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or name in found:
            wrong = "stands there twice" if equals else "is no NAME=VALUE: put quotes around a value with a space"
            raise UsageError(f"“{printable(name if equals else word)[:60]}” {wrong}.")
        found[name] = value
    return found


def _check(values: dict[str, Json]) -> None:
    """Raise UsageError for what only the board can check: an unknown theme, a key used twice."""
    theme = values.get("theme")
    if theme is not None:
        known = theme_names(load_config().themes)
        if theme not in known:
            raise UsageError(f"There is no theme “{str(theme)[:60]}”: {', '.join(known)}.")
    given = {name.partition(".")[2]: value for name, value in values.items() if name.startswith("keys.")}
    if given:
        keys = {**load_config().keys, **given}
        check_keys({action: key for action, key in keys.items() if isinstance(key, str)})


def _edit() -> int:
    file = create()
    err.flush()
    failed = subprocess.run([*editor(), file], check=False).returncode
    load_config()
    return err.FAILED if failed else err.DONE


COMMANDS = {
    "config": Command(
        config,
        "[list | get NAME | set NAME VALUE | set NAME=VALUE... | unset NAME... | path | edit]",
        "The settings: list shows all of them, set changes one, or several at once, in the file and leaves your "
        "comments there, unset goes back to the default. A board that is open follows at once.",
        examples=(
            ("wiptui config set theme wiptui-light", "another look"),
            ("wiptui config set columns backlog,ready,doing,waiting,done", "which columns the board opens with"),
            ("wiptui config set keys.done D", "another key for an action"),
            ("wiptui config set keys.done=x keys.drop=d", "two keys that change places"),
            ("wiptui config set views.calls '@phone due<=fri'", "a saved view"),
        ),
    )
}
