"""Changes settings in the file. Comments, order and blank lines stay."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from pathlib import Path

from wiptui.config import parsed, read_text, understood
from wiptui.config.table import key_text, shown, template
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.record import Json
from wiptui.paths import config_file, make_folder


def set_value(name: str, value: Json, path: str | None = None) -> None:
    """Write one setting, like ``set_values``; None removes it, so that the default counts again."""
    set_values({name: value}, path)


def set_values(values: Mapping[str, Json], path: str | None = None) -> None:
    """Write settings, all or none; None removes one.

    A new file begins as the commented template. Raises UsageError when the file is invalid or cannot be written; then
    it stays as it was.
    """
    file = path or config_file()
    before = read_text(file)
    text = template() if before is None else before
    old = _flat(parsed(text, file))
    wanted = old
    for name, value in values.items():
        section, key = _place(name)
        changed = _with(wanted, section, key, value)
        if changed != wanted:
            text, wanted = _edited(text, section, key, value), changed
    if wanted != old or before is None:
        _keep(file, text, wanted, ", ".join(values))


def rename(name: str, new: str, path: str | None = None) -> None:
    """Rename a key of a section, such as ``calls`` of ``views.calls``. Its line stays where it is.

    Raises UsageError when the name is missing or the new one is taken, and what ``set_value`` raises.
    """
    file = path or config_file()
    text = read_text(file) or ""
    old = _flat(parsed(text, file))
    section, key = _place(name)
    table = old.get(section)
    if not isinstance(table, dict) or key not in table:
        raise UsageError(f"There is no {name} to rename.")
    if new in table:
        raise UsageError(f"There is {section}.{new} already.")
    wanted = {**old, section: {new if each == key else each: value for each, value in table.items()}}
    lines = _lines(text)
    start, end = _section(lines, section)
    for at in range(start, end):
        if _key_on(lines[at]) == key:
            rest = lines[at][_key_end(lines[at]) :]
            lines[at] = f"{_indent(lines[at])}{key_text(new)} {rest}"
            break
    _keep(file, "".join(lines), wanted, name)


def _keep(file: str, text: str, wanted: dict[str, Json], name: str) -> None:
    """Save a text if it gives the wanted values. Otherwise raises UsageError and saves nothing."""
    if not _says(text, wanted):
        raise UsageError(
            f"{file} writes {name} in a way that wiptui cannot change without harm: please change it there."
        )
    understood(text, file)
    _save(file, text)


def create(path: str | None = None) -> str:
    """Write the commented template if there is no file; return the path. Raises UsageError."""
    file = path or config_file()
    if read_text(file) is None:
        _save(file, template())
    return file


def _place(name: str) -> tuple[str, str]:
    section, dot, key = name.partition(".")
    return (section, key) if dot else ("", name)


def _flat(values: dict[str, Json]) -> dict[str, Json]:
    """Flatten the tables of keys, ``[keys.panel]``, into ``keys``; unchanged when that would lose a key."""
    keys = values.get("keys")
    if not isinstance(keys, dict):
        return values
    pairs: list[tuple[str, Json]] = []
    for name, value in keys.items():
        pairs += (
            [(f"{name}.{word}", own) for word, own in value.items()] if isinstance(value, dict) else [(name, value)]
        )
    flat = dict(pairs)
    return {**values, "keys": flat} if len(flat) == len(pairs) else values


def _with(values: dict[str, Json], section: str, key: str, value: Json) -> dict[str, Json]:
    changed = {name: dict(item) if isinstance(item, dict) else item for name, item in values.items()}
    if section and value is not None and not isinstance(changed.setdefault(section, {}), dict):
        raise UsageError(f"{section} should be a section of its own: [{section}].")
    table = changed.get(section, {}) if section else changed
    if value is None:
        table.pop(key, None)
    else:
        table[key] = value
    return changed


def _toml(text: str) -> dict[str, Json] | None:
    """The values of a text; None if it is no TOML."""
    import tomllib  # lazy: the first picture does without it

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _says(text: str, wanted: dict[str, Json]) -> bool:
    """Whether the text is TOML with exactly these values."""
    values = _toml(text)
    return values is not None and _flat(values) == wanted


def _edited(text: str, section: str, key: str, value: Json) -> str:
    lines = _lines(text)
    group, dot, word = key.partition(".")
    tables = [(f"{section}.{group}", word)] if section == "keys" and dot else []
    for table, name in [(section, key), *tables]:
        start, end = _section(lines, table)
        line = None if value is None else f"{key_text(name)} = {shown(value)}"
        for at in range(start, end):
            if _key_on(lines[at]) == name:
                last = _last_line(lines, at, end)
                kept = "" if line is None else _indent(lines[at]) + line + _comment(lines[at : last + 1]) + "\n"
                return "".join([*lines[:at], kept, *lines[last + 1 :]])
    if value is None:
        return text
    section, key = next((place for place in tables if _section(lines, place[0])[0] >= 0), (section, key))
    start, end = _section(lines, section)
    line = f"{key_text(key)} = {shown(value)}"
    if section and start < 0:
        gap = "" if not text or text.endswith("\n\n") else "\n" if text.endswith("\n") else "\n\n"
        return f"{text}{gap}[{section}]\n{line}\n"
    at = _beside_example(lines, start, end, key)
    if at and not lines[at - 1].endswith("\n"):
        lines[at - 1] += "\n"
    return "".join([*lines[:at], line + "\n", *lines[at:]])


def _lines(text: str) -> list[str]:
    """Split into lines with their ends as TOML does: U+0085 and the like do not end a line."""
    whole, last = text.split("\n")[:-1], text.rpartition("\n")[2]
    return [f"{line}\n" for line in whole] + ([last] if last else [])


def _section(lines: list[str], section: str) -> tuple[int, int]:
    """The lines of a section without its heading; (-1, -1) when there is none. ``""`` is the top of the file."""
    start = 0 if not section else -1
    for at, line in enumerate(lines):
        words = line.strip()
        if not words.startswith("[") or _key_on(line):
            continue
        if start >= 0:
            return start, at
        if words.partition("#")[0].strip().strip("[]").strip(" \"'") == section and not words.startswith("[["):
            start = at + 1
    return (start, len(lines)) if start >= 0 else (-1, -1)


def _beside_example(lines: list[str], start: int, end: int, key: str) -> int:
    """Where a new line goes: below the commented default of the template, else at the end of the section."""
    for at in range(start, end):
        words = lines[at].strip()
        if words.startswith("#") and words.lstrip("# ").startswith(f"{key} ="):
            return at + 1
    while end > start and not lines[end - 1].strip():
        end -= 1
    return end


def _key_on(line: str) -> str:
    """The key at the beginning of a line, without quotes; empty for other lines."""
    head = line[: _key_end(line)].strip()
    if not head or head[0] not in "\"'":
        return head
    return next(iter(_toml(f"{head} = 0") or ()))


def _key_end(line: str) -> int:
    """The position of the ``=`` after the key of a line; 0 for other lines. A quoted key may contain one."""
    head = line.lstrip()[:1]
    if head in ("", "#", "[", "="):
        return 0
    end = line.find("=")
    while end > 0 and head in "\"'" and _toml(f"{line[:end]}= 0") is None:
        end = line.find("=", end + 1)
    return max(end, 0)


def _last_line(lines: list[str], at: int, end: int) -> int:
    """The last line of the value that begins on line ``at``: the first line where it is complete."""
    return next((last for last in range(at, end) if _toml("".join(lines[at : last + 1])) is not None), at)


def _comment(lines: list[str]) -> str:
    """The comment after a value, with the space before it."""
    text = "".join(lines).rstrip("\r\n")
    whole = _toml(text)
    for at, ch in enumerate(text):
        if ch == "#" and _toml(text[:at]) == whole and "\n" not in text[at:]:
            return text[len(text[:at].rstrip()) :]
    return ""


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _save(file: str, text: str) -> None:
    """Write the new file beside the old one and swap it in; a link stays a link. Raises UsageError."""
    from tempfile import mkstemp  # lazy: the first picture does without it

    try:
        real = Path(file).resolve()
        if real.exists() and not real.is_file():
            raise OSError(errno.EINVAL, "this is not a regular file")  # the new file would take the place of a device
        make_folder(str(real.parent))
        handle, name = mkstemp(dir=real.parent, prefix=".wiptui-")
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
        if real.exists():
            Path(name).chmod(real.stat().st_mode & 0o755)  # readers stay readers; only the owner may write
        Path(name).replace(real)
    except OSError as error:
        raise UsageError(f"The settings cannot be written: {error.strerror or error} ({file}).") from None


__all__ = ["create", "rename", "set_value", "set_values"]
