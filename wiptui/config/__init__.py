"""Settings: an optional TOML file in the platform's config folder. A missing setting has its default.

``table`` lists the settings; ``edit`` changes one in the file and leaves the rest as it is.
"""

from __future__ import annotations

from collections.abc import Mapping

from wiptui.config.table import BY_NAME, SECTIONS, SETTINGS, Setting, shown
from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.frozen import dataclass, field
from wiptui.domain.core.record import Json
from wiptui.domain.dates.date_style import Habits
from wiptui.domain.text import WEEKDAYS, close_matches
from wiptui.paths import config_file, read_settings


def where() -> str:
    """The path of the settings file."""
    return config_file()


HABITS = ("date_format", "week_start", "workday_start", "work_hours", "sle.", "days", "share", "plan.", "cap")
"""How lines of the habit settings begin; ``sle.days`` is ``days`` in its section."""


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of this machine."""

    said: Mapping[str, Json] = field(default_factory=dict)
    """The values of the file, by setting name."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """A person's own keys by action id."""
    views: Mapping[str, str] = field(default_factory=dict)
    """Saved queries by name, in the order of the file."""
    projects: Mapping[str, str] = field(default_factory=dict)
    """Letter and colour by project."""
    themes: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)
    """A person's own themes: colours by name."""

    def __getitem__(self, name: str) -> Json:
        """The value of a setting, or its default."""
        return self.said.get(name, BY_NAME[name].default)

    @property
    def habits(self) -> Habits:
        week_start = WEEKDAYS.index(self["week_start"])
        days, share, cap = self["sle.days"], self["sle.share"], self["plan.cap"]
        return Habits(self["date_format"], week_start, self["workday_start"], self["work_hours"], days, share, cap)


def load_config(path: str | None = None) -> Config:
    """Read the settings; return the defaults when there is no file.

    Raises UsageError, with file, line and key, for an invalid file.
    """
    file = path or config_file()
    text = read_text(file)
    return Config() if text is None else understood(text, file)


def usable_config(path: str | None = None) -> Config:
    """The settings, or the defaults for an invalid file; every command reports that at its start."""
    try:
        return load_config(path)
    except UsageError:
        return Config()


def view_names() -> list[str]:
    """The names of the saved views."""
    return [*usable_config().views]


def load_habits(path: str | None = None) -> Habits:
    """The habits alone; a file without habit settings is not parsed. Raises UsageError."""
    file = path or config_file()
    text = read_text(file)
    if text is None or not any(line.lstrip(" \t\"'").startswith(HABITS) for line in text.splitlines()):
        return Habits()
    return understood(text, file).habits


def read_text(file: str) -> str | None:
    """The text of the settings file; None where there is none. Raises UsageError for a file that cannot be read."""
    try:
        raw = read_settings(file)
    except OSError as error:
        raise UsageError(f"The settings cannot be read: {error.strerror or error} ({file}).") from None
    try:
        return None if raw is None else raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{file} is no text in UTF-8: see its byte {error.start + 1}.") from None


def parsed(text: str, file: str) -> dict[str, Json]:
    """Parse the file as TOML. Raises UsageError with the line."""
    import tomllib  # lazy: the first picture does without it

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{file}: {_readable(str(error), text)}") from None
    except ValueError as error:  # a number of thousands of digits, a date that no calendar has
        raise UsageError(f"{file}: this is no TOML: {error}.") from None
    except RecursionError:
        raise UsageError(f"{file} is nested too deeply.") from None


def _readable(message: str, text: str) -> str:
    """``line 3: this is no TOML: invalid value, column 9`` instead of ``Invalid value (at line 3, column 9)``."""
    words, _, place = message.removesuffix(")").rpartition(" (at ")
    line, _, column = place.partition(", ")
    if not column:  # at the end of the document
        lines = text.split("\n")
        line, column = f"line {len(lines)}", f"column {len(lines[-1]) + 1}"
    return f"{line}: this is no TOML: {words[:1].lower()}{words[1:]}, {column}."


def understood(text: str, file: str) -> Config:
    """Turn the text of a file into settings. Raises UsageError with file, line and key."""
    said: dict[str, Json] = {}
    sections: dict[str, dict[str, Json]] = {name: {} for name in SECTIONS}
    for name, value in _flat(parsed(text, file)):
        section, dot, key = name.partition(".")
        try:
            if dot and section in SECTIONS:
                if key in sections[section]:
                    raise UsageError(f"{name} is there twice.")
                sections[section][key] = _own(name, value)
            elif name in SECTIONS:
                raise UsageError(f"{name} is a section: [{name}], with lines like {SECTIONS[name][1]}.")
            elif name in BY_NAME:
                said[name] = BY_NAME[name].checked(value)
            else:
                raise UsageError(f"there is no setting “{name}”{_close(name)}")
        except UsageError as error:
            line = line_of(text, name)
            raise UsageError(f"{file}, line {line}: {error}" if line else f"{file}: {error}") from None
    return Config(said, sections["keys"], sections["views"], sections["projects"], sections["themes"])


def _flat(values: dict[str, Json]) -> list[tuple[str, Json]]:
    """Flatten to dotted names. The keys of a screen may have a table of their own: ``[keys.panel]``."""
    found: list[tuple[str, Json]] = []
    for name, value in values.items():
        for key, inner in value.items() if isinstance(value, dict) else ():
            if name == "keys" and isinstance(inner, dict):
                found += [(f"{name}.{key}.{word}", own) for word, own in inner.items()]
            else:
                found.append((f"{name}.{key}", inner))
        if not isinstance(value, dict):
            found.append((name, value))
    return found


def _own(name: str, value: Json) -> Json:
    """Check a value in a section whose names are the person's own. Raises UsageError."""
    section = name.partition(".")[0]
    if section == "themes":
        if not isinstance(value, dict) or not all(isinstance(item, str | bool) for item in value.values()):
            raise UsageError(f"{name} should hold colours: {SECTIONS[section][1]}.")
    elif not isinstance(value, str):
        raise UsageError(f"{name} is {shown(value)[:60]}, but it should be text in quotes: {SECTIONS[section][1]}.")
    return value


def _close(name: str) -> str:
    close = close_matches(name, [*BY_NAME, *SECTIONS], 1)
    return f"; did you mean “{close[0]}”?" if close else "."


def line_of(text: str, name: str) -> int | None:
    """The line (from 1) of a setting, as far as a look at the text can tell; None when it cannot."""
    section, dot, key = name.partition(".")
    here = ""
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.strip()
        if words.startswith("["):
            here = words.strip("[] \t").split("]")[0].replace('"', "")
            if here == name:
                return number
        head = words.partition("=")[0].strip().replace('"', "").replace("'", "")
        if "=" in words and (head == name if here == "" else dot and f"{here}.{head}" == name):
            return number
        if here == "" and dot and head == section and key in words:
            return number
        group, _, word = key.partition(".")
        if word and here == section and head == group and word in words:
            return number
    return None


def find(name: str) -> Setting:
    """Find a setting by its name. Raises UsageError."""
    if name in SECTIONS:
        raise UsageError(f"“{name}” are several settings, each with a name: {name}.NAME. See: wiptui config list")
    if name not in BY_NAME:
        raise UsageError(f"There is no setting “{name[:60]}”{_close(name)} See: wiptui config list")
    return BY_NAME[name]


__all__ = ["SETTINGS", "Config", "Setting", "find", "load_config", "load_habits", "usable_config"]
