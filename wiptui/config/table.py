"""The table of settings. The command line, the screen, the template and docs/settings.md are generated from it.

A setting with a dot in its name is in a section of the file: ``timer.focus`` is ``focus`` under ``[timer]``.
"""

from __future__ import annotations

import json

from wiptui.domain.core.errors import UsageError
from wiptui.domain.core.frozen import dataclass
from wiptui.domain.core.record import Json
from wiptui.domain.dates.date_style import DATE_FORMATS
from wiptui.domain.dates.working_hours import read_work_hours
from wiptui.domain.text import WEEKDAYS

COLUMNS = ("backlog", "ready", "doing", "waiting", "done")


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. ``kind`` is text, choice, names (several of ``choices``), number, switch, hour or hours."""

    name: str
    kind: str
    default: Json
    about: str
    """One sentence, for the template, the docs and the screen."""
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int = 999

    def checked(self, value: Json) -> Json:
        """Check and normalize a value. Raises UsageError that says what would be right."""
        if not self._fits(value):
            raise UsageError(f"{self.name} is {shown(value)[:60]}, but it should be {self.wanted}.")
        if self.kind == "hours":
            return _work_hours(self.name, str(value))
        return list(dict.fromkeys(value)) if self.kind == "names" else value

    def _fits(self, value: Json) -> bool:
        match self.kind:
            case "choice":
                return isinstance(value, str) and value in self.choices
            case "names":
                return isinstance(value, list) and all(isinstance(name, str) and name in self.choices for name in value)
            case "number" | "hour":
                return isinstance(value, int) and not isinstance(value, bool) and self.least <= value <= self._most
            case "switch":
                return isinstance(value, bool)
            case _:
                return isinstance(value, str)

    @property
    def _most(self) -> int:
        return min(self.most, 23) if self.kind == "hour" else self.most

    @property
    def wanted(self) -> str:
        """The valid values, in words."""
        match self.kind:
            case "choice":
                return "one of " + ", ".join(f'"{name}"' for name in self.choices)
            case "names":
                return "a list of " + ", ".join(f'"{name}"' for name in self.choices)
            case "number":
                return f"a whole number from {self.least} to {self._most}"
            case "hour":
                return f"an hour from {self.least} to {self._most}"
            case "switch":
                return "true or false"
            case "hours":
                return 'days and hours, "Mon-Fri 9-17; Sat 9-12", or "none"'
            case _:
                return "text in quotes"

    def read(self, words: str) -> Json:
        """Parse a typed value: ``6``, ``on``, ``ready,doing``. Raises UsageError."""
        text = words.strip()
        value: Json = text
        if self.kind == "names":
            value = [name for name in text.replace(",", " ").lower().split() if name]
        elif self.kind == "switch":
            value = {"true": True, "on": True, "yes": True, "false": False, "off": False, "no": False}.get(
                text.lower(), text
            )
        elif self.kind in ("number", "hour"):
            digits = text.removesuffix(":00") if self.kind == "hour" else text
            value = int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 6 else text
        elif self.kind == "choice":
            value = {name.lower(): name for name in self.choices}.get(text.lower(), text)
        return self.checked(value)


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "theme", "text", "wiptui-dark",
        "The colours: wiptui-dark, wiptui-light, ansi (the terminal's own, and the default where it has 16 or fewer), "
        "any of Textual's, or one of your own.",
    ),
    Setting(
        "density", "choice", "auto",
        "How much room a card takes; auto gives as much as the terminal has.",
        ("auto", "airy", "usual", "dense"),
    ),
    Setting(
        "columns", "names", ["ready", "doing", "waiting", "done"],
        "The columns that the board opens with; doing is always among them.",
        COLUMNS,
    ),
    Setting("date_format", "choice", DATE_FORMATS[0], "How dates are written, by an example.", DATE_FORMATS),
    Setting(
        "week_start", "choice", "monday", "The first day of a week: of “done this week” and of “next week”.", WEEKDAYS
    ),
    Setting(
        "workday_start", "hour", 4,
        "The hour at which a workday begins; work before it belongs to the evening before.",
    ),
    Setting("work_hours", "hours", "Mon-Fri 8-18", "The hours that you work; focus outside them is after hours."),
    Setting(
        "sle.days", "number", 0,
        "Days within which you expect a task to be finished, from start to end; 0 takes what your own data propose.",
        most=999,
    ),
    Setting(
        "sle.share", "number", 85, "The percentage of tasks for which that expectation is meant to hold.",
        least=1, most=100,
    ),
    Setting(
        "plan.cap", "number", 0,
        "How many tasks you plan for a day; 0 takes the median of what you finish on a working day.",
        most=99,
    ),
    Setting(
        "timer.focus", "number", 0, "Minutes of focus before the focus view tells of a rest; 0 is no timer.", most=240
    ),
    Setting("timer.rest", "number", 5, "Minutes of rest after that.", most=120),
    Setting("terminal.title", "switch", True, "Whether the title of the terminal tells the focused task."),
    Setting(
        "terminal.progress", "switch", True,
        "Whether the terminal's own progress shows how full Doing is, where it has one.",
    ),
    Setting(
        "terminal.notify", "choice", "auto",
        "How the terminal is asked to notify: auto where it is known to, off, or the number of its escape sequence.",
        ("auto", "off", "9", "777", "99"),
    ),
    Setting(
        "inbox.path", "text", "",
        "The folder or file to which a phone writes, and from which each capture is taken once; empty for none.",
    ),
    Setting("sense.idle", "number", 15, "Minutes without an act after which you count as gone.", least=1, most=240),
    Setting("sense.drift", "number", 10, "Minutes elsewhere than your focus before it is told.", least=1, most=240),
    Setting("sense.keep_days", "number", 30, "Days that the lines of the log of evidence are kept.", least=1, most=366),
    Setting("sense.git", "switch", True, "Whether the branch of a folder tells the task, by the id at its head."),
    Setting(
        "sense.checkout", "choice", "tell",
        "What a task's branch does when it is checked out: tell that Doing is full, start the task, or nothing.",
        ("tell", "start", "off"),
    ),
    Setting("sense.ignore", "text", "", "Folders that count as nowhere, with commas between."),
    Setting("mirror.path", "text", "", "The todo.txt that a phone may edit; wiptui mirror on FILE sets it."),
    Setting("mirror.show", "text", "", "A query for what goes into the mirror; empty for all open tasks."),
    Setting(
        "mirror.key", "choice", "wip", "The key before the id in a line of the mirror; Simpletask hides uuid.",
        ("wip", "uuid"),
    ),
    Setting("hooks.seconds", "number", 10, "How long a hook may run before it is ended.", least=1, most=600),
)  # fmt: skip
BY_NAME: dict[str, Setting] = {setting.name: setting for setting in SETTINGS}

SECTIONS: dict[str, tuple[str, str]] = {
    "keys": (
        "Keys of your own: the id of an action (the settings on the board tell them) and its keys.",
        'start = "s,space"',
    ),
    "views": ("Saved views: a name and a query; the view key picks one.", 'calls = "@phone due<=fri"'),
    "projects": ("A letter or a colour for a project, or both.", 'acme = "A green"'),
    "themes": ("A theme of your own, by its colours.", 'mine = { accent = "#86b3d1", background = "#101216" }'),
}
"""Sections whose names are the person's own: the purpose of each, and an example line."""


def _work_hours(name: str, words: str) -> str:
    """Normalize working hours: equal hours give equal text. Raises UsageError."""
    try:
        return read_work_hours(words).words
    except UsageError as error:
        raise UsageError(f"{name}: {error}") from None


LONGEST_BITS = 10_000
"""Bits of the longest number that Python writes in decimal."""


def shown(value: Json) -> str:
    """Format a value for the file."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "[" + ", ".join(shown(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key_text(name)} = {shown(item)}" for name, item in value.items()) + " }"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, int) and value.bit_length() > LONGEST_BITS:
        return hex(value)
    return str(value)


def key_text(name: str) -> str:
    """Format a key for the file: bare if possible, else in quotes."""
    bare = name.isascii() and name.replace("-", "").replace("_", "").isalnum()
    return name if bare else shown(name)


def template() -> str:
    """The text of a new settings file: every setting with its default, as a comment."""
    lines = ["# Settings of wiptui. A line takes effect when the # before it goes.", ""]
    for setting in SETTINGS:
        if "." not in setting.name:
            lines += _commented(setting, setting.name)
    groups = dict.fromkeys(setting.name.partition(".")[0] for setting in SETTINGS if "." in setting.name)
    for group in groups:
        lines += [f"[{group}]", ""]
        for setting in SETTINGS:
            if setting.name.startswith(f"{group}."):
                lines += _commented(setting, setting.name.partition(".")[2])
    for name, (about, example) in SECTIONS.items():
        lines += [f"[{name}]", f"# {about}", f"# {example}", ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _commented(setting: Setting, key: str) -> list[str]:
    choices = f"# {setting.wanted[0].upper()}{setting.wanted[1:]}." if setting.kind != "text" else ""
    said = [f"# {setting.about}", *([choices] if choices else [])]
    return [*said, f"# {key} = {shown(setting.default)}", ""]


def markdown() -> str:
    """The table in docs/settings.md."""
    rows = [
        f"| `{setting.name}` | {setting.wanted} | `{shown(setting.default)}` | {setting.about} |"
        for setting in SETTINGS
    ]
    return "\n".join(["| setting | can be | default | what it does |", "|---|---|---|---|", *rows])
